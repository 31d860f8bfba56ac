namespace HighTraffic.AppHost;

/// <summary>What Redis is told as a cache.</summary>
internal static class CacheExtensions
{
    /// <summary>
    /// Bounds Redis's memory: past it the answers that were used least recently go. Only what has a lifetime may go, so not the
    /// sets of the cache tags (https://redis.io/docs/latest/develop/reference/eviction/). A published Redis is bounded by the
    /// size that it is given.
    /// </summary>
    public static IResourceBuilder<RedisResource> WithMemoryLimit(this IResourceBuilder<RedisResource> redis) =>
        redis.ApplicationBuilder.ExecutionContext.IsRunMode ? redis.WithArgs("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru") : redis;
}
