using System.Threading.Channels;
using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Evicts what a write changed: in this replica, in Redis, and by a message in all other replicas. If Redis cannot be reached, the write has
/// succeeded all the same, and the tags are evicted as soon as Redis is back. If this replica ends before that, the responses expire with
/// their lifetime.
/// </summary>
internal sealed partial class Evictions(TagEviction eviction, LocalTagVersions localVersions, ILogger<Evictions> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly TagSet _owed = new();
    private readonly Channel<bool> _wakeUp = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whether Redis missed evictions, so that its responses may be from before a write.</summary>
    public bool AreOwed => !_owed.IsEmpty;

    /// <summary>Evicts all responses with one of the tags, now or as soon as Redis is back. It does not fail.</summary>
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

    /// <summary>Evicts everything, because Redis has come back as another server, perhaps with old data.</summary>
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
            // It stays owed whatever the reason, because the write has succeeded.
            if (!RedisOutages.IsOutage(exception))
            {
                LogUnexpected(exception);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis cannot be reached; the eviction will be made up for.")]
    private partial void LogOwed();

    [LoggerMessage(Level = LogLevel.Error, Message = "An eviction failed; it will be made up for.")]
    private partial void LogUnexpected(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The evictions that Redis missed are made up for.")]
    private partial void LogCaughtUp();
}
