using StackExchange.Redis;

namespace HighTraffic.Caching;

/// <summary>
/// A mark of each tag in Redis that changes with each eviction. It tells whether what an answer was made of has changed since.
/// A mark is random and not counted, so that it may expire without an old one coming back.
/// </summary>
/// <param name="redis">Redis.</param>
public sealed class TagGenerations(IConnectionMultiplexer redis)
{
    // Longer than any answer is kept: with no mark again, an answer from before the first one would count again.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Reads the marks.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>A mark for each tag; null for one that was never evicted.</returns>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public Task<RedisValue[]> ReadAsync(string[] tags) => redis.GetDatabase().StringGetAsync(Array.ConvertAll(tags, Key));

    /// <summary>Changes the mark of a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>When Redis has it.</returns>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public Task RenewAsync(string tag) => redis.GetDatabase().StringSetAsync(Key(tag), Guid.NewGuid().ToByteArray(), Lifetime);

    private static RedisKey Key(string tag) => $"HighTraffic:generation:{tag}";
}
