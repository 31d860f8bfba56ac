using HighTraffic.Api.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Completes the OpenAPI document as a whole.</summary>
internal sealed class ApiDescription(IAuthenticationSchemeProvider schemes) : IOpenApiDocumentTransformer
{
    /// <summary>The name of the security scheme for API keys.</summary>
    public const string ApiKeyScheme = "apiKey";

    /// <summary>The name of the security scheme for JWTs.</summary>
    public const string TokenScheme = "bearer";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "HighTraffic";
        document.Info.Description = "A catalogue that everybody may read, and users and long-running tasks for clients with an API key.";
        document.AddComponent<IOpenApiSecurityScheme>(ApiKeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiKey.Header,
        });
        if (await schemes.GetSchemeAsync(AuthenticationExtensions.BearerScheme) is not null)
        {
            document.AddComponent<IOpenApiSecurityScheme>(TokenScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = TokenScheme,
                BearerFormat = "JWT",
            });
        }

        // HEAD comes with every GET by HTTP itself (RFC 9110, 9.3.2).
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }
    }
}
