using StackExchange.Redis;

namespace HighTraffic.Core.Messaging;

/// <summary>
/// Tells the watchers of a task through Redis pub/sub that its row has changed, so that they read it at once. A lost signal only
/// delays them.
/// </summary>
/// <param name="redis">Redis.</param>
public sealed class TaskSignals(IConnectionMultiplexer redis)
{
    private const char Separator = ' ';
    private static readonly RedisChannel Channel = RedisChannel.Literal("HighTraffic:tasks");

    /// <summary>Signals that tasks changed. It neither waits nor fails.</summary>
    /// <param name="ids">The tasks.</param>
    public void Send(params IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        try
        {
            redis.GetSubscriber().Publish(Channel, string.Join(Separator, ids), CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // Watchers poll the row as well.
        }
    }

    /// <summary>Subscribes to the signals. The subscription survives lost connections.</summary>
    /// <param name="changed">Called with the tasks of each signal, on a thread of the Redis client.</param>
    /// <returns>A task that completes once the subscription is made.</returns>
    /// <exception cref="RedisException">Redis is unavailable.</exception>
    public Task SubscribeAsync(Action<IReadOnlyCollection<Guid>> changed) =>
        redis.GetSubscriber().SubscribeAsync(Channel, (_, message) => changed([.. message.ToString().Split(Separator).Select(Guid.Parse)]));
}
