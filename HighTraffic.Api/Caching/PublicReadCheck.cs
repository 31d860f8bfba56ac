using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Fails the start if a publicly cached endpoint requires authorization, or returns something that cannot be cached.</summary>
internal static class PublicReadCheck
{
    /// <summary>Checks all endpoints that have been mapped.</summary>
    /// <exception cref="InvalidOperationException">
    /// A publicly cached endpoint requires authorization, or does not return a value that is serialized as JSON.
    /// </exception>
    public static void VerifyPublicReads(this IEndpointRouteBuilder app)
    {
        // A fallback policy protects every endpoint that does not say otherwise.
        var hasFallback = app.ServiceProvider.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;
        foreach (var endpoint in app.DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<CacheProfile>() is null)
            {
                continue;
            }

            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName;
            if (IsProtected(endpoint.Metadata, hasFallback))
            {
                throw new InvalidOperationException(
                    $"The route {route} is publicly cached (CachePublicly) but requires authorization. Remove one of the two.");
            }

            if (endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler && IsNeverCached(handler.ReturnType))
            {
                throw new InvalidOperationException(
                    $"The handler of the route {route} returns {handler.ReturnType.Name}, which CachePublicly cannot cache. Return an object, or TypedResults.Ok with one.");
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

    private static bool IsNeverCached(Type type)
    {
        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            type = type.GetGenericArguments()[0];
        }

        // Strings are sent as plain text, and async sequences are streamed.
        return type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || type == typeof(string)
            || type.GetInterfaces().Append(type).Any(part => part.IsGenericType && part.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }
}
