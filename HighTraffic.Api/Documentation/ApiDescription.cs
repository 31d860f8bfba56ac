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
        document.Info.Description = "A catalogue that anyone may read. Writes, users and long-running tasks require an API key with the right scope.";
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

        // Every problem has a traceId, but the framework's type does not declare it.
        foreach (var problem in document.Components?.Schemas?.Where(schema => schema.Key.EndsWith("ProblemDetails", StringComparison.Ordinal)) ?? [])
        {
            problem.Value.Properties?.TryAdd("traceId", new OpenApiSchema { Type = JsonSchemaType.String, Description = "Finds the request in the logs and traces." });
        }
    }
}
