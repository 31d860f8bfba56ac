using System.Threading.Channels;
using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Evicts what a write changed: in this replica, in Redis, and through a message in all other replicas. If Redis is unreachable, the write
/// still succeeds, and the tags are evicted as soon as Redis is back. If this replica stops before that, the responses stay until their
/// lifetime ends.
/// </summary>
internal sealed partial class Evictions(TagEviction eviction, LocalTagVersions localVersions, ILogger<Evictions> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly TagSet _owed = new();
    private readonly Channel<bool> _wakeUp = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whether Redis has missed evictions, so that its responses may be stale.</summary>
    public bool AreOwed => !_owed.IsEmpty;

    /// <summary>Evicts all responses with any of the tags, now or as soon as Redis is back. It never throws.</summary>
    public async Task EvictAsync(params string[] tags)
    {
        foreach (var tag in tags)
        {
            localVersions.Advance(tag);
        }

        if (!await TryEvictAsync(tags))
        {
            LogOwed();
            Owe(tags);
        }
    }

    /// <summary>Evicts everything, because Redis has come back as another server whose data may be old.</summary>
    public void EvictAllSoon() => Owe([CacheTags.All]);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _wakeUp.Reader.WaitToReadAsync(stoppingToken))
        {
            _wakeUp.Reader.TryRead(out _);
            while (!await TryCatchUpAsync())
            {
                await Task.Delay(RetryInterval, stoppingToken);
            }

            LogCaughtUp();
        }
    }

    private void Owe(string[] tags)
    {
        _owed.Add(tags);
        _wakeUp.Writer.TryWrite(true);
    }

    private async Task<bool> TryCatchUpAsync()
    {
        var evicted = await TryEvictAsync(_owed.Take());
        _owed.Complete(evicted);
        return evicted;
    }

    private async Task<bool> TryEvictAsync(string[] tags)
    {
        try
        {
            await eviction.EvictAsync(tags);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever the reason, the eviction stays owed: the write has succeeded.
            if (!RedisOutages.IsOutage(exception))
            {
                LogUnexpected(exception);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis is unreachable; the eviction will be retried.")]
    private partial void LogOwed();

    [LoggerMessage(Level = LogLevel.Error, Message = "An eviction failed; it will be retried.")]
    private partial void LogUnexpected(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis has caught up on the evictions that it missed.")]
    private partial void LogCaughtUp();
}
