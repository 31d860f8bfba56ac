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

/// <summary>Completes the description of an operation by what its endpoint and its parameters demand.</summary>
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
            // Bound as text, so that all errors are found at once, but a number to the client.
            case WholeNumberAttribute number:
                schema.Type = JsonSchemaType.Integer;
                schema.Minimum = number.Min.ToString(CultureInfo.InvariantCulture);
                schema.Maximum = number.Max.ToString(CultureInfo.InvariantCulture);
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
