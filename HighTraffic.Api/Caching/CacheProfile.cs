namespace HighTraffic.Api.Caching;

/// <summary>How the responses of an endpoint are cached. It is the metadata that marks the endpoint.</summary>
/// <param name="Name">The name in keys and in measurements.</param>
/// <param name="Seconds">How long, by the configuration.</param>
/// <param name="Variant">
/// What the response depends on, in one form for all requests with the same response; null if the request is invalid, so that validation
/// refuses it.
/// </param>
/// <param name="Tags">The tags that evict it.</param>
internal sealed record CacheProfile(
    string Name, Func<CacheOptions, int> Seconds, Func<HttpRequest, string?> Variant, Func<HttpRequest, string[]> Tags);
