using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Describes values as clients should write them, rather than as the most lenient reader takes them.</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // Numbers in quotes are read too, but written by nobody who does not have to.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer) && type.HasFlag(JsonSchemaType.String))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (context.JsonPropertyInfo?.AttributeProvider is { } property)
        {
            // Nullable only so that what is missing can be named.
            if (property.IsDefined(typeof(RequiredAttribute), inherit: false))
            {
                schema.Type &= ~JsonSchemaType.Null;
            }

            schema.MaxLength ??= property.GetCustomAttributes(typeof(TextAttribute), inherit: false) is [TextAttribute text] ? text.MaxLength : null;
        }

        return Task.CompletedTask;
    }
}
