using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Security;

/// <summary>
/// Refuses requests without the API key where an endpoint demands it, before anything of the request is read.
/// An endpoint filter would come too late: it runs after the body was bound.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKey apiKey)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ApiKeyRequired>() is null)
        {
            return next(context);
        }

        // What only the key's holders may see must not stay in a cache on the way to them.
        context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        if (apiKey.IsIn(context.Request))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = $"ApiKey realm=\"HighTraffic\", header=\"{ApiKey.Header}\"";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            detail: $"Send a valid API key in the {ApiKey.Header} header.").ExecuteAsync(context);
    }
}
