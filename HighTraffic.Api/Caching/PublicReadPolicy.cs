using HighTraffic.Api.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Caches the answers of a public endpoint. They are the same for everybody, so cookies and a stray <c>Authorization</c> change
/// nothing, which is why the stock policy, that takes these for signs of a personal answer, is not among the policies.
/// </summary>
internal sealed class PublicReadPolicy(CacheProfile profile) : IOutputCachePolicy
{
    // Builds of the API may shape answers differently, and during an update two of them share the cache.
    private static readonly string Build = typeof(PublicReadPolicy).Module.ModuleVersionId.ToString("N")[..8];

    public CacheProfile Profile => profile;

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var read = http.Features.GetRequiredFeature<PublicRead>();
        if (profile.Variant(http.Request) is not { } variant)
        {
            return ValueTask.CompletedTask;
        }

        var refresh = AsksForFreshAnswer(http);
        read.Outcome = refresh ? CacheOutcome.Refresh : CacheOutcome.Miss;
        read.Tags = profile.Tags(http.Request);

        context.EnableOutputCaching = true;
        context.AllowCacheLookup = !refresh;
        context.AllowCacheStorage = true;

        // To wait for an answer that is being computed already would not do for who wants one that is fresh now.
        context.AllowLocking = !refresh;
        context.ResponseExpirationTimeSpan = read.Lifetime;
        context.Tags.UnionWith(read.Tags);

        // No part of the key is what a client could vary at will: not the host, and of the query only what means something.
        context.CacheVaryByRules.VaryByHost = false;
        context.CacheVaryByRules.CacheKeyPrefix = $"{Build} {read.Coding.Name} {variant}";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.HttpContext.Features.GetRequiredFeature<PublicRead>().Outcome = CacheOutcome.Hit;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        // The status is no measure: to this client the full answer may have become a 304.
        var http = context.HttpContext;
        context.AllowCacheStorage &= http.Features.GetRequiredFeature<PublicRead>().IsStored && http.Response.Headers.SetCookie.Count == 0;
        return ValueTask.CompletedTask;
    }

    // Whoever has no key could else empty the cache's benefit with a header.
    private static bool AsksForFreshAnswer(HttpContext context) =>
        HeaderUtilities.ContainsCacheDirective(context.Request.Headers.CacheControl, CacheControlHeaderValue.NoCacheString)
        && context.RequestServices.GetRequiredService<ApiKey>().IsIn(context.Request);
}
