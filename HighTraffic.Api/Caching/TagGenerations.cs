using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// A mark of each tag in Redis that changes with each eviction. It tells whoever computed an answer that what the answer was
/// made of has changed meanwhile. A mark is random and not counted, so that it may expire without an old one coming back.
/// </summary>
internal sealed class TagGenerations(IConnectionMultiplexer redis)
{
    // Far longer than an answer takes to compute.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Reads the marks; null if Redis cannot be reached.</summary>
    public async Task<RedisValue[]?> ReadAsync(string[] tags)
    {
        try
        {
            return await redis.GetDatabase().StringGetAsync(Array.ConvertAll(tags, Key));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Changes the mark of a tag.</summary>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public Task RenewAsync(string tag) => redis.GetDatabase().StringSetAsync(Key(tag), Guid.NewGuid().ToByteArray(), Lifetime);

    private static RedisKey Key(string tag) => $"HighTraffic:generation:{tag}";
}
