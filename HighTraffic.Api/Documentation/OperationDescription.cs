using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using HighTraffic.Api.Security;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Describes what an endpoint and its parameters require.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiKeyRequired>().Any())
        {
            (operation.Security ??= []).Add(new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(ApiDescription.ApiKeyScheme, context.Document)] = [],
            });
        }

        foreach (var parameter in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(described => described.Name == parameter.Name) is OpenApiParameter { Schema: OpenApiSchema schema } described)
            {
                Describe(described, schema, parameter);
            }
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiParameter parameter, OpenApiSchema schema, ApiParameterDescription description)
    {
        if (description.ParameterDescriptor is not IParameterInfoParameterDescriptor { ParameterInfo: { } info })
        {
            return;
        }

        parameter.Required |= info.IsDefined(typeof(RequiredAttribute));
        foreach (var rule in info.GetCustomAttributes<ValidationAttribute>())
        {
            Describe(schema, rule);
        }
    }

    private static void Describe(OpenApiSchema schema, ValidationAttribute rule)
    {
        switch (rule)
        {
            // Bound as text, so that all errors are reported at once, but an integer to the client.
            case WholeNumberAttribute number:
                schema.Type = JsonSchemaType.Integer;
                schema.Minimum = number.Min.ToString(CultureInfo.InvariantCulture);
                schema.Maximum = number.Max.ToString(CultureInfo.InvariantCulture);
                break;
            case TaskStatusAttribute:
                schema.Enum = [.. TaskStatusAttribute.Names.Select(name => (System.Text.Json.Nodes.JsonNode)name)];
                break;
            case TextAttribute text:
                schema.MaxLength = text.MaxLength;
                break;
            case SearchTextAttribute:
                schema.MinLength = SearchTextAttribute.MinLength;
                schema.MaxLength = SearchTextAttribute.MaxLength;
                break;
        }
    }
}
