using System.Threading.Channels;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using StackExchange.Redis;

namespace HighTraffic.Api.Security;

/// <summary>
/// Keeps a replica's keys up to date. It reads the changes when Redis signals one, and every second anyway, so that a revoked key is refused
/// within 2 s with or without Redis. While the database is unavailable, the keys stay as they are.
/// </summary>
internal sealed partial class KeyRefresh(
    IServiceScopeFactory scopes, IConnectionMultiplexer redis, KnownKeys keys, TimeProvider time, ILogger<KeyRefresh> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A row becomes visible only when its transaction commits, some time after the timestamp in it.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    // Picks up manual changes, which do not update the timestamp.
    private static readonly TimeSpan FullInterval = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _wakeUp = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long? _readAllAt;
    private long? _readAt;
    private bool _isFailing;

    /// <summary>Reads the keys before the server listens, if the database is available.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => TryReadAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isSubscribed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            isSubscribed = isSubscribed || await TrySubscribeAsync();
            await WaitAsync(stoppingToken);
            await TryReadAsync(stoppingToken);
        }
    }

    // The Redis client resubscribes by itself after an outage, but does not retry the first subscription.
    private async Task<bool> TrySubscribeAsync()
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(ApiKeyStore.Channel), (_, _) => _wakeUp.Writer.TryWrite(true));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        interval.CancelAfter(Interval);
        try
        {
            await _wakeUp.Reader.ReadAsync(interval.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The interval is over.
        }
    }

    private async Task TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetTimestamp();
            var all = _readAllAt is not { } readAllAt || time.GetElapsedTime(readAllAt, now) > FullInterval
                || _readAt is not { } readAt || time.GetElapsedTime(readAt, now) > LongestGap;
            await using var scope = scopes.CreateAsyncScope();
            var store = new ApiKeyStore(scope.ServiceProvider.GetRequiredService<AppDbContext>());
            keys.Update(all ? await store.ListAsync(cancellationToken) : await store.ListChangedAsync(Overlap, cancellationToken), all);
            _readAt = now;
            _readAllAt = all ? now : _readAllAt;
            _isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing)
            {
                LogFailed(exception.GetBaseException().Message);
            }

            _isFailing = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The API keys could not be refreshed and stay as they are: {Reason}")]
    private partial void LogFailed(string reason);
}
