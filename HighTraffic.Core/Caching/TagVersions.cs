using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>
/// A version of each tag in Redis that changes with each eviction. It tells whether what an answer was made of has changed since.
/// A version is random and not counted, so that it may expire without an old one coming back.
/// </summary>
/// <param name="redis">Redis.</param>
public sealed class TagVersions(IConnectionMultiplexer redis)
{
    // Longer than any answer is kept; each new version is another one, so that none of them counts again.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>
    /// Reads the versions. A tag that has none, since it is new or Redis lost it, gets one: were "none" a version too, an answer from
    /// before a write would count again once Redis has lost the write's version.
    /// </summary>
    /// <param name="tags">The tags.</param>
    /// <returns>A version for each tag.</returns>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
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
    /// <returns>When Redis has it.</returns>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
    public Task RenewAsync(string tag) => SetAsync(Key(tag), When.Always);

    private static RedisKey Key(string tag) => $"HighTraffic:tag-version:{tag}";

    private Task<bool> SetAsync(RedisKey key, When when) => redis.GetDatabase().StringSetAsync(key, Guid.NewGuid().ToByteArray(), Lifetime, when);
}
