namespace HighTraffic.Api.Caching;

/// <summary>What a request for a public read asks for.</summary>
/// <param name="Profile">How its response is cached.</param>
/// <param name="Key">Names the response, in one form for all requests with the same one.</param>
/// <param name="Tags">The tags that evict it.</param>
/// <param name="Coding">The coding that the client gets.</param>
/// <param name="Lifetimes">How long responses are kept.</param>
internal sealed record PublicRead(CacheProfile Profile, string Key, string[] Tags, ContentCoding Coding, CacheOptions Lifetimes)
{
    /// <summary>How long a response is fresh.</summary>
    public TimeSpan FreshFor(CachedResponse answer)
    {
        var seconds = Profile.Seconds(Lifetimes);
        return TimeSpan.FromSeconds(answer.IsNotFound ? Math.Min(seconds, Lifetimes.NotFoundSeconds) : seconds);
    }

    /// <summary>How long it may be served stale after that.</summary>
    public TimeSpan StaleFor(CachedResponse answer) => answer.IsNotFound ? TimeSpan.Zero : TimeSpan.FromSeconds(Lifetimes.StaleSeconds);

    /// <summary>Whether the response may be stored, for others too (<c>no-store</c>; RFC 9111, 5.2.1.5).</summary>
    public bool IsStorable { get; init; } = true;

    /// <summary>Names a response.</summary>
    public static string KeyOf(CacheProfile profile, string variant) => $"{profile.Name}?{variant}";
}
