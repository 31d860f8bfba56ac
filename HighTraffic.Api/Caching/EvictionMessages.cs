using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>How replicas tell each other which tags were evicted: by Redis pub/sub, since each holds answers of its own.</summary>
internal static class EvictionMessages
{
    private const char Separator = ' ';

    public static readonly RedisChannel Channel = RedisChannel.Literal("HighTraffic:evictions");

    public static RedisValue Write(IReadOnlyCollection<string> tags) => string.Join(Separator, tags);

    public static string[] Read(RedisValue message) => message.ToString().Split(Separator);
}
