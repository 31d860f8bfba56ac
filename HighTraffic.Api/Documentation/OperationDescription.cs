using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using HighTraffic.Api.Security;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Documents the security requirements and parameters of an endpoint.</summary>
internal sealed class OperationDescription(IAuthenticationSchemeProvider schemes) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAuthorizeData>().ToArray() is { Length: > 0 } demands && !metadata.OfType<IAllowAnonymous>().Any())
        {
            // A client needs one of these, with the scopes listed in it (OpenAPI 3.1.1, 4.8.30).
            var scopes = demands.Select(demand => demand.Policy).OfType<string>().Distinct().ToList();
            operation.Security = [Requirement(ApiDescription.ApiKeyScheme)];
            if (await schemes.GetSchemeAsync(AuthenticationExtensions.BearerScheme) is not null)
            {
                operation.Security.Add(Requirement(ApiDescription.TokenScheme));
            }

            OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = scopes };
        }

        foreach (var parameter in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(described => described.Name == parameter.Name) is OpenApiParameter { Schema: OpenApiSchema schema } described)
            {
                Describe(described, schema, parameter);
            }
        }
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
            // The parameter is bound as text, so that all errors are reported at once, but clients send an integer.
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
