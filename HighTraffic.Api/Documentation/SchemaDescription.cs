using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Describes values as clients read and write them.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }

        // Requests with unknown fields are refused, but responses may get new ones.
        if (context.ParameterDescription is null)
        {
            schema.AdditionalPropertiesAllowed = true;
        }

        if (context.JsonPropertyInfo?.AttributeProvider is { } property)
        {
            // Nullable only so that a missing field can be reported.
            if (property.IsDefined(typeof(RequiredAttribute), inherit: false))
            {
                schema.Type &= ~JsonSchemaType.Null;
            }

            schema.MaxLength ??= property.GetCustomAttributes(typeof(TextAttribute), inherit: false) is [TextAttribute text] ? text.MaxLength : null;
        }

        return Task.CompletedTask;
    }
}
