using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>
/// The version of each tag, in Redis. Every eviction changes it, so it shows whether the data behind a cached response has changed. Versions
/// are random rather than counted, so an expired version can never come back.
/// </summary>
/// <param name="redis">Redis.</param>
public sealed class TagVersions(IConnectionMultiplexer redis)
{
    // Longer than the lifetime of any response.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>
    /// Reads the versions. A tag that has none, because it is new or Redis lost it, gets one. If "none" were a version too, a response from
    /// before a write would become valid again once Redis lost the version of that write.
    /// </summary>
    /// <param name="tags">The tags.</param>
    /// <returns>A version for each tag.</returns>
    /// <exception cref="Exception">Redis is unreachable; <see cref="RedisOutages.IsOutage"/> recognizes the exceptions.</exception>
    public async Task<RedisValue[]> ReadAsync(string[] tags)
    {
        var (database, keys) = (redis.GetDatabase(), Array.ConvertAll(tags, Key));
        var versions = await database.StringGetAsync(keys);
        if (!Array.Exists(versions, version => version.IsNull))
        {
            return versions;
        }

        await Task.WhenAll(keys.Where((_, i) => versions[i].IsNull).Select(key => SetAsync(key, When.NotExists)));
        return await database.StringGetAsync(keys);
    }

    /// <summary>Changes the version of a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>A task that completes once Redis has stored it.</returns>
    /// <exception cref="Exception">Redis is unreachable; <see cref="RedisOutages.IsOutage"/> recognizes the exceptions.</exception>
    public Task RenewAsync(string tag) => SetAsync(Key(tag), When.Always);

    private static RedisKey Key(string tag) => $"HighTraffic:tag-version:{tag}";

    private Task<bool> SetAsync(RedisKey key, When when) => redis.GetDatabase().StringSetAsync(key, Guid.NewGuid().ToByteArray(), Lifetime, when);
}
