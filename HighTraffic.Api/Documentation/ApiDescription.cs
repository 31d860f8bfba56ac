using HighTraffic.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Completes the OpenAPI document as a whole.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string ApiKeyScheme = "apiKey";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "HighTraffic";
        document.Info.Description = "A catalogue that everybody may read, and users and long-running tasks behind an API key.";
        document.AddComponent<IOpenApiSecurityScheme>(ApiKeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKey.Header,
        });

        // HEAD comes with every GET by HTTP itself (RFC 9110, 9.3.2).
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        return Task.CompletedTask;
    }
}
