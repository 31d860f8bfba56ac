namespace HighTraffic.Api.Caching;

/// <summary>A request for a cacheable response.</summary>
/// <param name="Profile">How its response is cached.</param>
/// <param name="Key">The cache key, the same for all requests with the same response.</param>
/// <param name="Tags">The tags that evict it.</param>
/// <param name="Coding">The coding to send.</param>
/// <param name="Lifetimes">The configured lifetimes.</param>
internal sealed record PublicRead(CacheProfile Profile, string Key, string[] Tags, ContentCoding Coding, CacheOptions Lifetimes)
{
    /// <summary>How long a response is fresh.</summary>
    public TimeSpan FreshFor(CachedResponse answer)
    {
        var seconds = Profile.Seconds(Lifetimes);
        return TimeSpan.FromSeconds(answer.IsNotFound ? Math.Min(seconds, Lifetimes.NotFoundSeconds) : seconds);
    }

    /// <summary>How long after that it may be served stale.</summary>
    public TimeSpan StaleFor(CachedResponse answer) => answer.IsNotFound ? TimeSpan.Zero : TimeSpan.FromSeconds(Lifetimes.StaleSeconds);

    /// <summary>Whether the response may be stored at all (<c>no-store</c>; RFC 9111, 5.2.1.5).</summary>
    public bool IsStorable { get; init; } = true;

    /// <summary>The cache key of a response.</summary>
    public static string KeyOf(CacheProfile profile, string variant) => $"{profile.Name}?{variant}";
}
