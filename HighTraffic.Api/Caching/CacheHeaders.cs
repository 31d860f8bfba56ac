using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>What caches outside of the API may do with an answer.</summary>
internal sealed class CacheHeaders(IOptions<CacheOptions> options)
{
    // No eviction reaches those caches and a write has to be seen within 2 s, so an answer is fresh for one and usable while
    // it is fetched again for one more (RFC 5861). It is served for longer only if there is nobody left to fetch it from.
    private const int StaleWhileRevalidate = 1;
    private const int StaleIfError = 30;

    /// <summary><c>Cache-Control</c>. A browser asks each time, at the price of a 304.</summary>
    public StringValues CacheControl { get; } = options.Value.SharedSeconds == 0
        ? "public, max-age=0, must-revalidate"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"public, max-age=0, s-maxage={options.Value.SharedSeconds}, stale-while-revalidate={StaleWhileRevalidate}, stale-if-error={StaleIfError}");

    /// <summary>Whether Nginx is told to keep answers.</summary>
    public bool AreShared { get; } = options.Value is { Enabled: true, SharedSeconds: > 0 };
}
