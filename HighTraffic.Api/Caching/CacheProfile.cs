namespace HighTraffic.Api.Caching;

/// <summary>How the responses of an endpoint are cached. As metadata, it marks the endpoint as a public read.</summary>
/// <param name="Name">The name in keys and metrics.</param>
/// <param name="Seconds">Reads the lifetime from the configuration.</param>
/// <param name="Variant">
/// What the response depends on, in canonical form: the same for all requests with the same response. Null if the request is invalid;
/// validation then rejects it.
/// </param>
/// <param name="Tags">The tags that evict it.</param>
internal sealed record CacheProfile(
    string Name, Func<CacheOptions, int> Seconds, Func<HttpRequest, string?> Variant, Func<HttpRequest, string[]> Tags);
