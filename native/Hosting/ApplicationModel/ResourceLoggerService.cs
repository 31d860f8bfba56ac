using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line that a resource wrote.</summary>
/// <param name="LineNumber">Its number, from 1.</param>
/// <param name="Content">What it says.</param>
/// <param name="IsErrorMessage">Whether it came by standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Keeps the last lines that each instance wrote, and hands new ones to whoever watches.</summary>
public sealed class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new();

    /// <summary>Reads the last lines of an instance, then every line as it is written.</summary>
    /// <param name="resourceName">The id of the instance.</param>
    /// <returns>The lines, in groups.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => LogOf(resourceName).WatchAsync();

    /// <summary>Reads the last lines of a resource with one instance, then every line as it is written.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines, in groups.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    internal IReadOnlyList<LogLine> Read(string instance) => LogOf(instance).Read();

    internal void Append(string instance, string content, bool isError) => LogOf(instance).Append(content, isError);

    private ResourceLog LogOf(string instance) => _logs.GetOrAdd(instance, _ => new ResourceLog());

    private sealed class ResourceLog
    {
        private const int Kept = 1_000;
        private readonly Lock _gate = new();
        private readonly Queue<LogLine> _lines = new();
        private readonly List<Channel<LogLine>> _watchers = [];
        private int _count;

        public void Append(string content, bool isError)
        {
            lock (_gate)
            {
                var line = new LogLine(++_count, content, isError);
                if (_lines.Count == Kept)
                {
                    _lines.Dequeue();
                }

                _lines.Enqueue(line);
                foreach (var watcher in _watchers)
                {
                    watcher.Writer.TryWrite(line);
                }
            }
        }

        public IReadOnlyList<LogLine> Read()
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }

        public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            // A watcher that falls behind loses lines rather than holding the writer up or filling the memory.
            var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(10 * Kept) { FullMode = BoundedChannelFullMode.DropOldest });
            LogLine[] first;
            lock (_gate)
            {
                first = [.. _lines];
                _watchers.Add(channel);
            }

            try
            {
                if (first.Length > 0)
                {
                    yield return first;
                }

                while (await channel.Reader.WaitToReadAsync(cancellationToken))
                {
                    var group = new List<LogLine>();
                    while (group.Count < Kept && channel.Reader.TryRead(out var line))
                    {
                        group.Add(line);
                    }

                    yield return group;
                }
            }
            finally
            {
                lock (_gate)
                {
                    _watchers.Remove(channel);
                }
            }
        }
    }
}
