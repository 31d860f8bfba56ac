using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>Tells caches in front of the API what they may do with a response.</summary>
internal sealed class CacheHeaders(IOptions<CacheOptions> options)
{
    // Evictions do not reach those caches, and clients must see a write within 2 s. So a response is fresh for one second, and may be served
    // stale for one more while it is revalidated (RFC 5861). It is served for longer only if the API is unavailable.
    private const int StaleWhileRevalidate = 1;
    private const int StaleIfError = 30;

    /// <summary><c>Cache-Control</c>. A browser revalidates each time, which usually costs a 304.</summary>
    public StringValues CacheControl { get; } = options.Value.SharedSeconds == 0
        ? "public, max-age=0, must-revalidate"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"public, max-age=0, s-maxage={options.Value.SharedSeconds}, stale-while-revalidate={StaleWhileRevalidate}, stale-if-error={StaleIfError}");

    /// <summary>Whether Nginx may cache responses.</summary>
    public bool AreShared { get; } = options.Value is { Enabled: true, SharedSeconds: > 0 };
}
