using StackExchange.Redis;

namespace HighTraffic.Caching;

/// <summary>Tells failures of Redis, which no request may suffer from, from all others.</summary>
public static class RedisOutages
{
    /// <summary>
    /// Whether an exception of a call that nobody cancels says that Redis cannot be reached or does not answer. The scan of a
    /// tag's set, which the store of output caching makes to evict, wraps such failures or ends as if it had been canceled.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>Whether it is an outage.</returns>
    public static bool IsOutage(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException || (exception is AggregateException { InnerException: { } inner } && IsOutage(inner));
}
