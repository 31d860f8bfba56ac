using System.Diagnostics;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>What is known about a public read while it is answered.</summary>
internal sealed class PublicRead(CacheProfile profile, TimeSpan lifetime, ContentCoding coding)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>How the answer is kept.</summary>
    public CacheProfile Profile => profile;

    /// <summary>How long the answer is kept.</summary>
    public TimeSpan Lifetime => lifetime;

    /// <summary>The coding that the client wants.</summary>
    public ContentCoding Coding => coding;

    /// <summary>How the cache took part.</summary>
    public CacheOutcome Outcome { get; set; }

    /// <summary>By what the answer is evicted.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The generations of the tags before the answer was computed; null if it is not stored.</summary>
    public RedisValue[]? Generations { get; set; }

    /// <summary>Whether the answer is put into the cache.</summary>
    public bool IsStored => Generations is not null;

    /// <summary>What the work behind the cache took, in milliseconds.</summary>
    public double? DatabaseTime { get; set; }

    /// <summary>Says how the answer was made. It is called as the response starts, after the output cache took its copy.</summary>
    public void Describe(HttpResponse response)
    {
        response.Headers["Cache-Status"] = CacheStatus(response);
        response.Headers["Server-Timing"] = ServerTiming();
    }

    // RFC 9211: the name of the cache, then what it did.
    private string CacheStatus(HttpResponse response) => Outcome switch
    {
        CacheOutcome.Hit => string.Create(CultureInfo.InvariantCulture, $"HighTraffic; hit; ttl={Remaining(response)}"),
        CacheOutcome.Miss => IsStoredAs(response) ? "HighTraffic; fwd=miss; stored" : "HighTraffic; fwd=miss",
        CacheOutcome.Refresh => IsStoredAs(response) ? "HighTraffic; fwd=request; stored" : "HighTraffic; fwd=request",
        _ => "HighTraffic; fwd=bypass",
    };

    // Something may have failed after the answer was made.
    private bool IsStoredAs(HttpResponse response) =>
        IsStored && response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified;

    // The output cache keeps the Date of the answer, also with a 304.
    private long Remaining(HttpResponse response) => HeaderUtilities.TryParseDate(response.Headers.Date.ToString(), out var date)
        ? (long)Math.Max(0, (lifetime - (DateTimeOffset.UtcNow - date)).TotalSeconds)
        : 0;

    // https://www.w3.org/TR/server-timing/: durations in milliseconds.
    private string ServerTiming()
    {
        var cache = Outcome.ToString().ToLowerInvariant();
        var total = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        return DatabaseTime is { } database
            ? string.Create(CultureInfo.InvariantCulture, $"cache;desc=\"{cache}\", db;dur={database:F1}, total;dur={total:F1}")
            : string.Create(CultureInfo.InvariantCulture, $"cache;desc=\"{cache}\", total;dur={total:F1}");
    }
}
