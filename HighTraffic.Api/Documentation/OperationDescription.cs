using System.Globalization;
using HighTraffic.Api.Security;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Completes the description of an operation by what its endpoint demands.</summary>
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
            Describe(operation, parameter);
        }

        return Task.CompletedTask;
    }

    // Bound as text, so that all errors are found at once, but a number to the client.
    private static void Describe(OpenApiOperation operation, ApiParameterDescription parameter)
    {
        if (parameter.ModelMetadata?.ValidatorMetadata.OfType<WholeNumberAttribute>().SingleOrDefault() is { } number
            && operation.Parameters?.SingleOrDefault(described => described.Name == parameter.Name)?.Schema is OpenApiSchema schema)
        {
            schema.Type = JsonSchemaType.Integer;
            schema.Minimum = number.Min.ToString(CultureInfo.InvariantCulture);
            schema.Maximum = number.Max.ToString(CultureInfo.InvariantCulture);
        }
    }
}
