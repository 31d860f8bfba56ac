using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>Lets one replica of the fleet compute a response, while the others wait or serve the previous one.</summary>
internal sealed class RecomputationLock(IConnectionMultiplexer redis)
{
    /// <summary>How long a replica that died holds the lock. If a computation takes longer, another replica may start one too.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    /// <summary>Takes the lock until the result is disposed of. Null if another replica holds it.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(string key)
    {
        var held = new Held(redis.GetDatabase(), $"HighTraffic:lock:{key}");
        try
        {
            return await held.TakeAsync() ? held : null;
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            // Without Redis no replica can take it, and the response is needed all the same.
            return held;
        }
    }

    private sealed class Held(IDatabase redis, RedisKey key) : IAsyncDisposable
    {
        private readonly RedisValue _holder = Guid.NewGuid().ToByteArray();

        public Task<bool> TakeAsync() => redis.LockTakeAsync(key, _holder, Lifetime);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await redis.LockReleaseAsync(key, _holder);
            }
            catch (Exception exception) when (RedisOutages.IsOutage(exception))
            {
                // It expires.
            }
        }
    }
}
