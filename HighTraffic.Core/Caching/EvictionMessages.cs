using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>The messages that tell all replicas which tags were evicted, through Redis pub/sub: each replica holds responses of its own.</summary>
public static class EvictionMessages
{
    private const char Separator = ' ';

    /// <summary>The channel of the messages.</summary>
    public static readonly RedisChannel Channel = RedisChannel.Literal("HighTraffic:evictions");

    /// <summary>Writes a message.</summary>
    /// <param name="tags">The tags, which contain no spaces.</param>
    /// <returns>The message.</returns>
    public static RedisValue Write(IReadOnlyCollection<string> tags) => string.Join(Separator, tags);

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The tags.</returns>
    public static string[] Read(RedisValue message) => message.ToString().Split(Separator);
}
