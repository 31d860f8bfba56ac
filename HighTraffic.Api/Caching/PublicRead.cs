namespace HighTraffic.Api.Caching;

/// <summary>What a request for a public read asks for.</summary>
/// <param name="Profile">How its answer is kept.</param>
/// <param name="Key">Names the answer, in one form for all requests with the same one.</param>
/// <param name="Tags">By what the answer is evicted.</param>
/// <param name="Coding">The coding that the client gets.</param>
/// <param name="Lifetimes">How long answers are kept.</param>
internal sealed record PublicRead(CacheProfile Profile, string Key, string[] Tags, ContentCoding Coding, CacheOptions Lifetimes)
{
    /// <summary>How long an answer is fresh.</summary>
    public TimeSpan FreshFor(CachedResponse answer)
    {
        var seconds = Profile.Seconds(Lifetimes);
        return TimeSpan.FromSeconds(answer.IsNotFound ? Math.Min(seconds, Lifetimes.NotFoundSeconds) : seconds);
    }

    /// <summary>How long it may be used after that, while another one is computed or none can be.</summary>
    public TimeSpan StaleFor(CachedResponse answer) => answer.IsNotFound ? TimeSpan.Zero : TimeSpan.FromSeconds(Lifetimes.StaleSeconds);

    /// <summary>Whether the client lets its answer be kept, for others too (<c>no-store</c>; RFC 9111, 5.2.1.5).</summary>
    public bool IsStorable { get; init; } = true;

    /// <summary>Names an answer.</summary>
    public static string KeyOf(CacheProfile profile, string variant) => $"{profile.Name}?{variant}";
}
