namespace HighTraffic.Api.Caching;

/// <summary>What a request for a public read asks for.</summary>
/// <param name="Profile">How its answer is kept.</param>
/// <param name="Key">Names the answer, in one form for all requests with the same one.</param>
/// <param name="Tags">By what the answer is evicted.</param>
/// <param name="Coding">The coding that the client gets.</param>
/// <param name="Lifetime">How long the answer is fresh.</param>
internal sealed record PublicRead(CacheProfile Profile, string Key, string[] Tags, ContentCoding Coding, TimeSpan Lifetime)
{
    /// <summary>Names an answer.</summary>
    public static string KeyOf(CacheProfile profile, string variant) => $"{profile.Name}?{variant}";
}
