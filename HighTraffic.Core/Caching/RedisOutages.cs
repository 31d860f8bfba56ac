using System.Net.Sockets;
using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>Tells failures of Redis, which no request may suffer from, from all others.</summary>
public static class RedisOutages
{
    /// <summary>
    /// Whether an exception of a call to Redis that nobody cancels says that Redis cannot be reached or does not answer. When a
    /// connection breaks the client fails the commands on it with whatever its own reading of the connection ended with.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>Whether it is an outage.</returns>
    public static bool IsOutage(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or IOException or SocketException or InvalidOperationException
        || (exception is AggregateException { InnerException: { } inner } && IsOutage(inner));
}
