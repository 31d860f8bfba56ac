using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// A mark of each tag in Redis that changes with each eviction. It tells whether what an answer was made of has changed since.
/// A mark is random and not counted, so that it may expire without an old one coming back.
/// </summary>
internal sealed class TagGenerations(IConnectionMultiplexer redis)
{
    // Longer than any answer is kept: with no mark again, an answer from before the first one would count again.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Reads the marks.</summary>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public Task<RedisValue[]> ReadAsync(string[] tags) => redis.GetDatabase().StringGetAsync(Array.ConvertAll(tags, Key));

    /// <summary>Changes the mark of a tag.</summary>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public Task RenewAsync(string tag) => redis.GetDatabase().StringSetAsync(Key(tag), Guid.NewGuid().ToByteArray(), Lifetime);

    private static RedisKey Key(string tag) => $"HighTraffic:generation:{tag}";
}
