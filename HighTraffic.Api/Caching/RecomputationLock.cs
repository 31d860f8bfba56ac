using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>Lets one replica of the fleet compute a response, while the others wait or serve the previous one.</summary>
internal sealed class RecomputationLock(IConnectionMultiplexer redis)
{
    /// <summary>How long a crashed replica holds the lock. If a computation takes longer, another replica may start one too.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    // Compares and deletes atomically: the lock may have expired and belong to another replica by now
    // (https://redis.io/docs/latest/commands/set/).
    private const string Release = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end";

    /// <summary>Takes the lock until the turn is disposed. Null if another replica holds it.</summary>
    public async Task<Turn?> TryTakeAsync(string key)
    {
        var turn = new Turn(redis.GetDatabase(), $"HighTraffic:lock:{key}");
        try
        {
            return await turn.TakeAsync() ? turn : null;
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            // Without Redis no replica can take the lock, but the response is still needed.
            return turn;
        }
    }

    /// <summary>The lock while this replica holds it.</summary>
    internal sealed class Turn(IDatabase redis, RedisKey key) : IAsyncDisposable
    {
        private readonly RedisValue _holder = Guid.NewGuid().ToByteArray();
        private bool _isReleased;

        public Task<bool> TakeAsync() => redis.StringSetAsync(key, _holder, Lifetime, When.NotExists);

        /// <summary>Releases the lock, once.</summary>
        public async Task ReleaseAsync()
        {
            if (_isReleased)
            {
                return;
            }

            _isReleased = true;
            try
            {
                await redis.ScriptEvaluateAsync(Release, [key], [_holder]);
            }
            catch (Exception exception) when (RedisOutages.IsOutage(exception))
            {
                // The lock expires.
            }
        }

        public async ValueTask DisposeAsync() => await ReleaseAsync();
    }
}
