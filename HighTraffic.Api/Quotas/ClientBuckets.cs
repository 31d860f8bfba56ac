using HighTraffic.Api.Resilience;
using HighTraffic.Core.Caching;
using Microsoft.Extensions.Caching.Memory;

namespace HighTraffic.Api.Quotas;

/// <summary>
/// The buckets of all clients, each shared by all replicas. While Redis is unavailable, each replica enforces the same limits on its own and
/// retries once a second.
/// </summary>
internal sealed partial class ClientBuckets(RedisBuckets shared, TimeProvider time, ILogger<ClientBuckets> logger) : IDisposable
{
    // Bounds the memory however many addresses there are. Clients past this number cost a call to Redis for each request.
    private const int MostClients = 100_000;
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _buckets = new(new MemoryCacheOptions { SizeLimit = MostClients });
    private readonly OutageGate _outage = new(time);

    /// <summary>Takes a token of a client.</summary>
    /// <param name="client">The name of the client.</param>
    /// <param name="limit">The client's quota.</param>
    public ValueTask<QuotaDecision> TakeAsync(string client, QuotaLimit limit)
    {
        var bucket = Of(client, limit);
        return _outage.MayTry() ? TakeOrLimitAloneAsync(bucket) : ValueTask.FromResult(bucket.TakeLocally());
    }

    public void Dispose() => _buckets.Dispose();

    private async ValueTask<QuotaDecision> TakeOrLimitAloneAsync(ClientBucket bucket)
    {
        try
        {
            var decision = await bucket.TakeAsync(shared);
            if (_outage.RecordSuccess())
            {
                LogBack();
            }

            return decision;
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            if (_outage.RecordFailure())
            {
                LogAway();
            }

            return bucket.TakeLocally();
        }
    }

    private ClientBucket Of(string client, QuotaLimit limit)
    {
        if (_buckets.TryGetValue(client, out ClientBucket? known))
        {
            return known!;
        }

        var bucket = new ClientBucket(client, limit, time);
        _buckets.Set(client, bucket, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = IdleTime });
        return bucket;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unreachable; this replica enforces the quotas of its clients on its own.")]
    private partial void LogAway();

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is reachable again; the quotas of clients are shared with the other replicas.")]
    private partial void LogBack();
}
