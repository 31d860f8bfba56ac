using HighTraffic.Core.Caching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Keeps a Redis that is gone from holding up requests, says once that it is gone, and trusts nothing in it when it comes back as another
/// server: after a restart or a failover its data may be from before a write. A connection that was lost says nothing about the data.
/// </summary>
internal sealed partial class CacheConnection(IConnectionMultiplexer redis, Evictions evictions, ILogger<CacheConnection> logger) : IHostedService
{
    // Milliseconds: a look-up that takes longer is no help.
    private const int CommandTimeout = 500;
    private const int ConnectTimeout = 2_000;
    private const int ReconnectInterval = 250;

    // The client looks for commands that are past their time, and for connections to make again, this often.
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
                // It is asked again.
            }

            await Task.Delay(RetryInterval);
        }
    }

    // Each start of a server gives it another run_id (https://redis.io/docs/latest/commands/info/).
    private async Task<string> RunIdsAsync()
    {
        var reports = await Task.WhenAll(redis.GetServers().Where(server => server.IsConnected).Select(server => server.InfoAsync("server")));
        return string.Join(
            ' ', reports.SelectMany(report => report).SelectMany(section => section).Where(field => field.Key == "run_id").Select(field => field.Value).Order());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis cannot be reached ({Failure}); reads go to the database.")]
    private partial void LogDown(ConnectionFailureType failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back.")]
    private partial void LogUp();

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis has been restarted or replaced; all cached responses are evicted.")]
    private partial void LogReplaced();
}
