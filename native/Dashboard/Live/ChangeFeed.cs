using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HighTraffic.Native.Dashboard.Live;

/// <summary>What can change while somebody looks.</summary>
public enum Topic
{
    /// <summary>The resources.</summary>
    Resources,

    /// <summary>The structured logs.</summary>
    Logs,

    /// <summary>The traces.</summary>
    Traces,

    /// <summary>The metrics.</summary>
    Metrics,
}

/// <summary>Tells open pages that something changed; they then ask for what they show.</summary>
public sealed class ChangeFeed
{
    // A page that shows everything as it comes is no longer readable, and costs more than it tells.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Channel<bool>, Topic> _watchers = new();

    /// <summary>Tells that something changed.</summary>
    /// <param name="topic">What.</param>
    public void Tell(Topic topic)
    {
        foreach (var (watcher, watched) in _watchers)
        {
            if (watched == topic)
            {
                watcher.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Waits for changes; those that come close together are told once.</summary>
    /// <param name="topic">What to watch.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>An item for each time to look.</returns>
    public async IAsyncEnumerable<string> WatchAsync(Topic topic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        _watchers[watcher] = topic;

        // What changed between the making of the page and this moment was told to nobody.
        watcher.Writer.TryWrite(true);
        try
        {
            while (await watcher.Reader.WaitToReadAsync(cancellationToken))
            {
                watcher.Reader.TryRead(out _);
                yield return topic.ToString();
                await Task.Delay(Pause, cancellationToken);
            }
        }
        finally
        {
            _watchers.TryRemove(watcher, out _);
        }
    }
}
