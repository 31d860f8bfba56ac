using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>What is known about a public read while it is answered.</summary>
/// <param name="profile">How its answer is kept.</param>
/// <param name="variant">What of the request the answer depends on.</param>
/// <param name="lifetime">How long the answer is fresh.</param>
internal sealed class PublicRead(CacheProfile profile, string variant, TimeSpan lifetime)
{
    /// <summary>The read that a request is, if it is one that the cache has no answer to at hand.</summary>
    public static PublicRead? Of(HttpContext context) => context.Features.Get<PublicRead>();

    /// <summary>Names the answer, in one form for all requests with the same one.</summary>
    public string Key { get; } = KeyOf(profile, variant);

    /// <summary>How long the answer is fresh.</summary>
    public TimeSpan Lifetime => lifetime;

    /// <summary>The coding that the client gets.</summary>
    public required ContentCoding Coding { get; init; }

    /// <summary>By what the answer is evicted.</summary>
    public required string[] Tags { get; init; }

    /// <summary>Whether the client lets its answer be kept, for others too (<c>no-store</c>; RFC 9111, 5.2.1.5).</summary>
    public bool IsStorable { get; init; } = true;

    /// <summary>The marks of the tags before the answer is computed; none if it will not be stored.</summary>
    public RedisValue[] Generations { get; set; } = [];

    /// <summary>When the answer's computation began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The answer, once it has been computed.</summary>
    public Answer? Computed { get; set; }

    /// <summary>An older answer, to be served if the database cannot be reached.</summary>
    public HeldAnswer? Fallback { get; set; }

    /// <summary>
    /// An older answer of which Redis said just now that no write has evicted it, so that it may be served also because there
    /// is too much to do.
    /// </summary>
    public HeldAnswer? ConfirmedFallback { get; set; }

    /// <summary>Whether the computation was refused because there is too much to do.</summary>
    public bool IsRefused { get; set; }

    /// <summary>What the work behind the cache took, in milliseconds.</summary>
    public double? DatabaseTime { get; set; }

    /// <summary>Names an answer.</summary>
    public static string KeyOf(CacheProfile profile, string variant) => $"{profile.Name}?{variant}";

    /// <summary>Attaches the read to its request.</summary>
    public void AttachTo(HttpContext context) => context.Features.Set(this);
}
