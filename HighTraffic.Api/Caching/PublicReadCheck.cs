using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Refuses to start with an endpoint that is cached for everybody and yet asks who is calling.</summary>
internal static class PublicReadCheck
{
    /// <summary>Checks all endpoints that have been mapped.</summary>
    /// <exception cref="InvalidOperationException">An endpoint is cached publicly and demands an identity.</exception>
    public static void VerifyPublicReads(this IEndpointRouteBuilder app)
    {
        // A fallback policy protects every endpoint that does not say otherwise.
        var hasFallback = app.ServiceProvider.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;
        foreach (var endpoint in app.DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<CacheProfile>() is not null && IsProtected(endpoint.Metadata, hasFallback))
            {
                var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName;
                throw new InvalidOperationException(
                    $"The route {route} is cached for everybody (CachePublicly) and demands an identity. Remove one of the two.");
            }
        }
    }

    private static bool IsProtected(EndpointMetadataCollection metadata, bool hasFallback)
    {
        var asksForIdentity = hasFallback
            || metadata.GetMetadata<IAuthorizeData>() is not null
            || metadata.GetMetadata<AuthorizationPolicy>() is not null
            || metadata.GetMetadata<IAuthorizationRequirementData>() is not null;
        return asksForIdentity && metadata.GetMetadata<IAllowAnonymous>() is null;
    }
}
