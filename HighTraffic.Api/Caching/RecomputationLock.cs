using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>Lets one replica of the fleet compute an answer while the others wait for it or serve the last one.</summary>
internal sealed class RecomputationLock(IConnectionMultiplexer redis)
{
    /// <summary>How long a holder that died can keep the others waiting. Who computes longer than that is no longer alone.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    /// <summary>Takes the lock on an answer until the result is disposed of. Null if somebody else has it.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(string key)
    {
        var held = new Held(redis.GetDatabase(), $"HighTraffic:lock:{key}");
        try
        {
            return await held.TakeAsync() ? held : null;
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            // Nobody in the fleet can take it now, and the answer has to be computed all the same.
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
                // It ends by itself.
            }
        }
    }
}
