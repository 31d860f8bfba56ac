using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>What was found in Redis.</summary>
/// <param name="CachedResponse">The response, if there is one that has not been evicted.</param>
/// <param name="TagVersions">The versions of the tags; null if Redis could not be reached.</param>
internal readonly record struct SharedLookupResult(CachedResponse? CachedResponse, RedisValue[]? TagVersions)
{
    /// <summary>Whether Redis could be reached.</summary>
    public bool IsReachable => TagVersions is not null;
}
