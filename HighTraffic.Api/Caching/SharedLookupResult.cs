using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>The result of a lookup in Redis.</summary>
/// <param name="CachedResponse">The response, if there is one that has not been evicted.</param>
/// <param name="TagVersions">The versions of the tags; null if Redis was unreachable.</param>
internal readonly record struct SharedLookupResult(CachedResponse? CachedResponse, RedisValue[]? TagVersions)
{
    /// <summary>Whether Redis was reachable.</summary>
    public bool IsReachable => TagVersions is not null;
}
