using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>Keeps a Redis that is gone from holding up requests, says once that it is gone, and trusts nothing in it when it is back.</summary>
internal sealed partial class CacheConnection(IConnectionMultiplexer redis, Evictions evictions, ILogger<CacheConnection> logger) : IHostedService
{
    // Milliseconds: a look-up that takes longer is no help.
    private const int CommandTimeout = 500;
    private const int ConnectTimeout = 2_000;
    private const int ReconnectInterval = 250;

    // The client looks for commands that are past their time, and for connections to make again, this often.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    private int _isDown;

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
        if (restored.ConnectionType == ConnectionType.Interactive && Interlocked.Exchange(ref _isDown, 0) == 1)
        {
            evictions.EvictAllSoon();
            LogUp();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis cannot be reached ({Failure}); reads go to the database.")]
    private partial void LogDown(ConnectionFailureType failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back.")]
    private partial void LogUp();
}
