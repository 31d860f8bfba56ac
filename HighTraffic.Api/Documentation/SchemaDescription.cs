using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Documents values as clients read and write them.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }

        // Requests with unknown fields are rejected, but responses may gain new fields.
        if (context.ParameterDescription is null)
        {
            schema.AdditionalPropertiesAllowed = true;
        }

        if (context.JsonPropertyInfo?.AttributeProvider is { } property)
        {
            // The type is nullable only so that validation can report a missing field.
            if (property.IsDefined(typeof(RequiredAttribute), inherit: false))
            {
                schema.Type &= ~JsonSchemaType.Null;
            }

            schema.MaxLength ??= property.GetCustomAttributes(typeof(TextAttribute), inherit: false) is [TextAttribute text] ? text.MaxLength : null;
        }

        return Task.CompletedTask;
    }
}
