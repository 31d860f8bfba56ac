using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>How replicas are told which tags were evicted: by Redis pub/sub, since each holds answers of its own.</summary>
public static class EvictionMessages
{
    private const char Separator = ' ';

    /// <summary>Where they are published.</summary>
    public static readonly RedisChannel Channel = RedisChannel.Literal("HighTraffic:evictions");

    /// <summary>Writes a message.</summary>
    /// <param name="tags">The tags, which have no space in them.</param>
    /// <returns>The message.</returns>
    public static RedisValue Write(IReadOnlyCollection<string> tags) => string.Join(Separator, tags);

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The tags.</returns>
    public static string[] Read(RedisValue message) => message.ToString().Split(Separator);
}
