using System.Net.Sockets;
using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>Recognizes outages of Redis, which must not fail requests.</summary>
public static class RedisOutages
{
    /// <summary>
    /// Whether an exception from a call to Redis means that Redis is unreachable or does not respond. It is for calls without a cancellation
    /// token. When a connection breaks, the client fails its commands with whatever exception ended its read loop.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <returns>Whether it is an outage.</returns>
    public static bool IsOutage(Exception exception) =>
        exception is RedisException or TimeoutException or OperationCanceledException or IOException or SocketException or InvalidOperationException
        || (exception is AggregateException { InnerException: { } inner } && IsOutage(inner));
}
