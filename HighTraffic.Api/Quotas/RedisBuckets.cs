using StackExchange.Redis;

namespace HighTraffic.Api.Quotas;

/// <summary>
/// The token buckets that all replicas share. A bucket is stored as the time at which it is full again, so taking tokens is one short script.
/// The script uses the clock of Redis, so clock skew between replicas does not matter.
/// </summary>
internal sealed class RedisBuckets(IConnectionMultiplexer redis)
{
    // Times are in microseconds. While a bucket has plenty of tokens, a replica gets up to the number it wants, but at most an eighth of the
    // bucket, so that the count is exact when few are left.
    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
        local needed, wanted = tonumber(ARGV[3]), tonumber(ARGV[4])
        local full = tonumber(redis.call('GET', KEYS[1]) or now)
        full = math.max(now, math.min(full, now + burst * interval))
        local left = math.floor(burst - (full - now) / interval + 0.000001)
        if left < 1 then
            return {0, 0, math.ceil(full - now - (burst - 1) * interval), math.ceil(full - now)}
        end
        local granted = math.min(left, math.max(needed, math.min(wanted, math.floor(left / 8))))
        full = full + granted * interval
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1)
        return {granted, left - granted, 0, math.ceil(full - now)}
        """;

    /// <summary>Takes tokens.</summary>
    /// <param name="bucket">The name of the bucket.</param>
    /// <param name="limit">Its capacity and rate.</param>
    /// <param name="needed">How many are needed. Fewer are granted if the bucket has fewer.</param>
    /// <param name="wanted">How many to grant if the bucket has plenty.</param>
    /// <returns>What was granted.</returns>
    /// <exception cref="Exception">
    /// Redis is unreachable; <see cref="HighTraffic.Core.Caching.RedisOutages.IsOutage"/> recognizes the exceptions.
    /// </exception>
    public async Task<Grant> TakeAsync(string bucket, QuotaLimit limit, int needed, int wanted)
    {
        var result = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(
            Script, [(RedisKey)$"HighTraffic:quota:{bucket}"], [limit.Interval.TotalMicroseconds, limit.Burst, needed, wanted]))!;
        return new Grant((int)result[0], result[1], TimeSpan.FromMicroseconds(result[2]), TimeSpan.FromMicroseconds(result[3]));
    }

    /// <summary>The tokens that a replica was granted.</summary>
    /// <param name="Tokens">The number of tokens; 0 if the bucket was empty.</param>
    /// <param name="Left">How many are left in the bucket.</param>
    /// <param name="RetryAfter">When the next token is available, if none was granted.</param>
    /// <param name="FullAfter">When the bucket is full again.</param>
    internal readonly record struct Grant(int Tokens, long Left, TimeSpan RetryAfter, TimeSpan FullAfter);
}
