using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>
/// A cached response in a replica's memory. It is current until the end of the second in which it was computed, or read from Redis together
/// with the versions of its tags. Nginx may keep it for one more second, so every client sees a write within 2 s even if the eviction message
/// is lost.
/// </summary>
internal sealed class CacheEntry
{
    private readonly int[] _slots;
    private readonly long _version;
    private readonly long _second;
    private readonly DateTimeOffset _confirmedAt;

    /// <param name="answer">The response.</param>
    /// <param name="confirmedAt">When the computation, or the read from Redis that confirmed the response, began.</param>
    /// <param name="lifetime">How long such responses are fresh.</param>
    /// <param name="slots">The counters of its tags.</param>
    /// <param name="version">The sum of these counters at that time.</param>
    public CacheEntry(CachedResponse answer, DateTimeOffset confirmedAt, TimeSpan lifetime, int[] slots, long version)
    {
        (CachedResponse, _slots, _version, _confirmedAt, _second) = (answer, slots, version, confirmedAt, confirmedAt.ToUnixTimeSeconds());
        FreshUntil = answer.CreatedAt + lifetime;

        // RFC 9211: a stale response has a ttl below 0.
        var ttl = (long)Math.Floor((FreshUntil - confirmedAt).TotalSeconds);
        LocalStatus = string.Create(CultureInfo.InvariantCulture, $"HighTraffic; hit; ttl={ttl}; detail=local");
        SharedStatus = string.Create(CultureInfo.InvariantCulture, $"HighTraffic; hit; ttl={ttl}; detail=redis");
        AccelExpires = string.Create(CultureInfo.InvariantCulture, $"@{_second}");
    }

    /// <summary>The response.</summary>
    public CachedResponse CachedResponse { get; }

    /// <summary>When the response becomes stale. It may still be served while the next one is computed.</summary>
    public DateTimeOffset FreshUntil { get; }

    /// <summary><c>Cache-Status</c> for a hit in this replica's memory.</summary>
    public StringValues LocalStatus { get; }

    /// <summary><c>Cache-Status</c> for a hit in Redis.</summary>
    public StringValues SharedStatus { get; }

    /// <summary>
    /// <c>X-Accel-Expires</c>: the absolute time at which Nginx must ask the API again
    /// (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid).
    /// </summary>
    public StringValues AccelExpires { get; }

    /// <summary>Whether the response may be served without asking Redis.</summary>
    public bool IsCurrent(DateTimeOffset now) => now.ToUnixTimeSeconds() == _second;

    /// <summary>
    /// Whether the response reflects every write made before the request. It may not if its computation was already in flight when the request
    /// arrived.
    /// </summary>
    public bool IsNewEnough(DateTimeOffset asked, LocalTagVersions localVersions) =>
        _confirmedAt >= asked || (asked.ToUnixTimeSeconds() <= _second + 1 && !IsEvicted(localVersions));

    /// <summary>Whether one of its tags has been evicted since, as far as this replica knows.</summary>
    public bool IsEvicted(LocalTagVersions localVersions) => localVersions.Sum(_slots) != _version;
}
