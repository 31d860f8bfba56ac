using StackExchange.Redis;

namespace HighTraffic.Core.Messaging;

/// <summary>
/// Says by Redis pub/sub that something changed about a task, so that whoever watches it looks at once. What changed is in the
/// row: a signal that is lost only delays.
/// </summary>
/// <param name="redis">Redis.</param>
public sealed class TaskSignals(IConnectionMultiplexer redis)
{
    private const char Separator = ' ';
    private static readonly RedisChannel Channel = RedisChannel.Literal("HighTraffic:tasks");

    /// <summary>Says that tasks changed. It neither waits nor fails.</summary>
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
            // Who watches looks at the row now and then anyway.
        }
    }

    /// <summary>Hears of changes, from now on and whenever Redis can be reached.</summary>
    /// <param name="changed">Is called with the tasks of each signal, on a thread of the client's.</param>
    /// <returns>When Redis has been asked.</returns>
    /// <exception cref="RedisException">Redis cannot be reached now.</exception>
    public Task SubscribeAsync(Action<IReadOnlyCollection<Guid>> changed) =>
        redis.GetSubscriber().SubscribeAsync(Channel, (_, message) => changed([.. message.ToString().Split(Separator).Select(Guid.Parse)]));
}
