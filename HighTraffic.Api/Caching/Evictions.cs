using System.Threading.Channels;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Evicts what a write changed. If Redis cannot be reached the write has succeeded all the same: the tags are remembered and
/// evicted as soon as Redis is back. Should this replica end before, the entries end with their lifetime.
/// </summary>
internal sealed partial class Evictions(
    IOutputCacheStore store, TagGenerations generations, ApiMeter meter, ILogger<Evictions> logger) : BackgroundService
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _wakeUp = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<string> _owed = [];

    /// <summary>Evicts all entries with one of the tags, or sees to it later. It does not fail.</summary>
    public async Task EvictAsync(params string[] tags)
    {
        var failed = await TryEvictAsync(tags);
        if (failed.Count > 0)
        {
            Owe(failed);
            LogOwed();
            _wakeUp.Writer.TryWrite(true);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _wakeUp.Reader.WaitToReadAsync(stoppingToken))
        {
            _wakeUp.Reader.TryRead(out _);
            using var timer = new PeriodicTimer(RetryInterval);
            while (await timer.WaitForNextTickAsync(stoppingToken) && !await TryCatchUpAsync())
            {
            }

            LogCaughtUp();
        }
    }

    private async Task<bool> TryCatchUpAsync()
    {
        string[] tags;
        lock (_lock)
        {
            tags = [.. _owed];
            _owed = [];
        }

        var failed = await TryEvictAsync(tags);
        Owe(failed);
        return failed.Count == 0;
    }

    private async Task<IReadOnlyCollection<string>> TryEvictAsync(string[] tags)
    {
        var failed = new List<string>();
        foreach (var tag in tags)
        {
            // After the first failure the others would only wait for the same time-out.
            var done = failed.Count == 0 && await TryEvictAsync(tag);
            meter.Eviction(done);
            if (!done)
            {
                failed.Add(tag);
            }
        }

        return failed;
    }

    private async Task<bool> TryEvictAsync(string tag)
    {
        try
        {
            await generations.RenewAsync(tag);
            await store.EvictByTagAsync(tag, CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private void Owe(IReadOnlyCollection<string> tags)
    {
        lock (_lock)
        {
            _owed.UnionWith(tags);
            if (_owed.Count > MostRemembered)
            {
                _owed = [CacheTags.All];
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis cannot be reached; the eviction will be made up for.")]
    private partial void LogOwed();

    [LoggerMessage(Level = LogLevel.Information, Message = "The evictions that Redis missed are made up for.")]
    private partial void LogCaughtUp();
}
