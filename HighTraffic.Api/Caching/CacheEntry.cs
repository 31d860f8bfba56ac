using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>
/// An answer as a replica holds it. It was confirmed, which means read from Redis with its versions or computed, at a certain
/// moment, and is current until the second of that moment is over. Nginx may keep it for as long and a second more, so a write
/// is seen within 2 s by everybody even if the message of its eviction was lost.
/// </summary>
internal sealed class CacheEntry
{
    private readonly int[] _slots;
    private readonly long _version;
    private readonly long _second;
    private readonly DateTimeOffset _confirmedAt;

    /// <param name="answer">The answer.</param>
    /// <param name="confirmedAt">When its confirmation began.</param>
    /// <param name="lifetime">How long answers of its kind are fresh.</param>
    /// <param name="slots">The counters of its tags.</param>
    /// <param name="version">Their sum before its confirmation began.</param>
    public CacheEntry(CachedResponse answer, DateTimeOffset confirmedAt, TimeSpan lifetime, int[] slots, long version)
    {
        (CachedResponse, _slots, _version, _confirmedAt, _second) = (answer, slots, version, confirmedAt, confirmedAt.ToUnixTimeSeconds());
        FreshUntil = answer.CreatedAt + lifetime;

        // RFC 9211: a ttl below 0 is that of an answer which is past its time.
        var ttl = (long)Math.Floor((FreshUntil - confirmedAt).TotalSeconds);
        LocalStatus = string.Create(CultureInfo.InvariantCulture, $"HighTraffic; hit; ttl={ttl}; detail=local");
        SharedStatus = string.Create(CultureInfo.InvariantCulture, $"HighTraffic; hit; ttl={ttl}; detail=redis");
        AccelExpires = string.Create(CultureInfo.InvariantCulture, $"@{_second}");
    }

    /// <summary>The answer itself.</summary>
    public CachedResponse CachedResponse { get; }

    /// <summary>Until when the answer is fresh. After that it may be served while another one is computed.</summary>
    public DateTimeOffset FreshUntil { get; }

    /// <summary><c>Cache-Status</c> of a request that was answered from this replica's memory.</summary>
    public StringValues LocalStatus { get; }

    /// <summary><c>Cache-Status</c> of the request for which the answer was fetched from Redis.</summary>
    public StringValues SharedStatus { get; }

    /// <summary>
    /// <c>X-Accel-Expires</c>: the absolute time at which Nginx has to ask again
    /// (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_valid).
    /// </summary>
    public StringValues AccelExpires { get; }

    /// <summary>Whether the answer may be served without asking anybody.</summary>
    public bool IsCurrent(DateTimeOffset now) => now.ToUnixTimeSeconds() == _second;

    /// <summary>
    /// Whether the answer may be given to who asked while others were waiting for it already: it may be from before a write
    /// that came before the question.
    /// </summary>
    public bool IsNewEnough(DateTimeOffset asked, LocalTagVersions localVersions) =>
        _confirmedAt >= asked || (asked.ToUnixTimeSeconds() <= _second + 1 && !IsEvicted(localVersions));

    /// <summary>Whether one of its tags has been evicted since, as far as this replica has heard.</summary>
    public bool IsEvicted(LocalTagVersions localVersions) => localVersions.Sum(_slots) != _version;
}
