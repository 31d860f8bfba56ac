namespace HighTraffic.Api.Caching;

/// <summary>How the answers of an endpoint are kept. It is also the metadata by which the cache knows the endpoint.</summary>
/// <param name="Name">The name in keys and in measurements.</param>
/// <param name="Seconds">How long, by the configuration.</param>
/// <param name="Variant">
/// What of the request the answer depends on, in one form for all requests with the same answer; null if the request is not to
/// be cached, since it will be refused.
/// </param>
/// <param name="Tags">By what the answer is evicted.</param>
internal sealed record CacheProfile(
    string Name, Func<CacheOptions, int> Seconds, Func<HttpRequest, string?> Variant, Func<HttpRequest, string[]> Tags);
