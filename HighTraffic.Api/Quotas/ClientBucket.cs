namespace HighTraffic.Api.Quotas;

/// <summary>
/// A replica's share of a client's bucket: tokens that it took from Redis and has not used yet, or the time until which the bucket is empty. A
/// rare client costs a call to Redis for each request; a busy one costs one call for many.
/// </summary>
internal sealed class ClientBucket(string name, QuotaLimit limit, TimeProvider time)
{
    private const int MostTokens = 64;

    // Tokens that are not used in this time are lost to the client, so a replica takes more only while it uses them up.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task? _refill;
    private int _tokens;
    private int _waiting;
    private int _wanted = 1;
    private long _tokensEnd;
    private long _refusedUntil;
    private long _left;
    private long _fullAt;

    // When this replica's own bucket, which is used without Redis, is full.
    private long _localFullAt;

    /// <summary>Takes a token.</summary>
    /// <param name="shared">The buckets in Redis.</param>
    /// <exception cref="Exception">Redis is unreachable.</exception>
    public async ValueTask<QuotaDecision> TakeAsync(RedisBuckets shared)
    {
        while (true)
        {
            Task refill;
            lock (_lock)
            {
                var now = time.GetTimestamp();
                if (_tokens > 0 && now < _tokensEnd)
                {
                    _tokens--;
                    return new QuotaDecision(true, _left + _tokens, TimeSpan.Zero, Until(_fullAt, now));
                }

                if (now < _refusedUntil)
                {
                    return new QuotaDecision(false, 0, Until(_refusedUntil, now), Until(_fullAt, now));
                }

                _waiting++;
                refill = _refill ??= RefillAsync(shared);
            }

            try
            {
                await refill;
            }
            finally
            {
                lock (_lock)
                {
                    _waiting--;
                }
            }
        }
    }

    /// <summary>Takes a token from this replica's own bucket, while Redis is unavailable.</summary>
    public QuotaDecision TakeLocally()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var (interval, capacity) = (Ticks(limit.Interval), Ticks(limit.Window));
            var fullAt = Math.Max(now, _localFullAt) + interval;
            if (fullAt - now > capacity)
            {
                return new QuotaDecision(false, 0, time.GetElapsedTime(now + capacity, fullAt), time.GetElapsedTime(now, _localFullAt));
            }

            _localFullAt = fullAt;
            return new QuotaDecision(true, (capacity - (fullAt - now)) / Math.Max(1, interval), TimeSpan.Zero, time.GetElapsedTime(now, fullAt));
        }
    }

    // One refill at a time serves all waiting requests.
    private async Task RefillAsync(RedisBuckets shared)
    {
        // Do not run under the caller's lock.
        await Task.Yield();
        int needed, wanted;
        lock (_lock)
        {
            // Double the batch if the last one was used up in time; otherwise start again at one token.
            wanted = _wanted = _tokens == 0 && time.GetTimestamp() < _tokensEnd ? Math.Min(MostTokens, 2 * _wanted) : 1;
            (_tokens, needed) = (0, Math.Max(1, _waiting));
        }

        try
        {
            var grant = await shared.TakeAsync(name, limit, needed, Math.Max(needed, wanted));
            lock (_lock)
            {
                var now = time.GetTimestamp();
                (_tokens, _tokensEnd, _left, _fullAt) = (grant.Tokens, now + Ticks(Lifetime), grant.Left, now + Ticks(grant.FullAfter));
                _refusedUntil = grant.Tokens == 0 ? now + Ticks(grant.RetryAfter) : 0;
            }
        }
        finally
        {
            lock (_lock)
            {
                _refill = null;
            }
        }
    }

    private TimeSpan Until(long timestamp, long now) => timestamp > now ? time.GetElapsedTime(now, timestamp) : TimeSpan.Zero;

    private long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);
}
