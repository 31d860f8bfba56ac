using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Makes calls fail fast while Redis is unavailable, and logs the outage once. If Redis comes back as another server, after a restart or a
/// failover, everything is evicted: its data may predate a write. A lost connection alone evicts nothing.
/// </summary>
internal sealed partial class CacheConnection(IConnectionMultiplexer redis, Evictions evictions, ILogger<CacheConnection> logger) : IHostedService
{
    // Milliseconds. A lookup that takes longer is slower than the database.
    private const int CommandTimeout = 500;
    private const int ConnectTimeout = 2_000;
    private const int ReconnectInterval = 250;

    // How often the client checks for timed-out commands and broken connections.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private int _isDown;
    private volatile string? _servers;

    public static void FailFast(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = CommandTimeout;
        options.ConnectTimeout = ConnectTimeout;
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectInterval);
        options.HeartbeatInterval = Heartbeat;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionFailed += OnFailed;
        redis.ConnectionRestored += OnRestored;
        _isDown = redis.IsConnected ? 0 : 1;
        _ = CompareServersAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionFailed -= OnFailed;
        redis.ConnectionRestored -= OnRestored;
        return Task.CompletedTask;
    }

    private void OnFailed(object? sender, ConnectionFailedEventArgs failure)
    {
        if (failure.ConnectionType == ConnectionType.Interactive && Interlocked.Exchange(ref _isDown, 1) == 0)
        {
            LogDown(failure.FailureType);
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs restored)
    {
        if (restored.ConnectionType != ConnectionType.Interactive)
        {
            return;
        }

        if (Interlocked.Exchange(ref _isDown, 0) == 1)
        {
            LogUp();
        }

        _ = CompareServersAsync();
    }

    private async Task CompareServersAsync()
    {
        while (redis.IsConnected)
        {
            try
            {
                if (await RunIdsAsync() is { Length: > 0 } servers)
                {
                    if (Interlocked.Exchange(ref _servers, servers) is { } before && before != servers)
                    {
                        LogReplaced();
                        evictions.EvictAllSoon();
                    }

                    return;
                }
            }
            catch (Exception exception) when (RedisOutages.IsOutage(exception))
            {
                // The loop tries again.
            }

            await Task.Delay(RetryInterval);
        }
    }

    // A server gets a new run_id each time it starts (https://redis.io/docs/latest/commands/info/).
    private async Task<string> RunIdsAsync()
    {
        var reports = await Task.WhenAll(redis.GetServers().Where(server => server.IsConnected).Select(server => server.InfoAsync("server")));
        return string.Join(
            ' ', reports.SelectMany(report => report).SelectMany(section => section).Where(field => field.Key == "run_id").Select(field => field.Value).Order());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is unreachable ({Failure}); reads go to the database.")]
    private partial void LogDown(ConnectionFailureType failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is reachable again.")]
    private partial void LogUp();

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis has been restarted or replaced; all cached responses are evicted.")]
    private partial void LogReplaced();
}
