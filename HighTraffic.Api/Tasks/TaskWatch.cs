using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using HighTraffic.Core.Messaging;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Polls the tasks that clients watch: signaled ones at once, and all of them at intervals. However many watchers there are, it runs one query
/// at a time on one connection.
/// </summary>
internal sealed partial class TaskWatch(IServiceScopeFactory scopes, TaskSignals signals, ILogger<TaskWatch> logger) : BackgroundService
{
    // In case a signal is lost or Redis is unavailable.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, ImmutableArray<Channel<TaskDetails>>> _watchers = new();
    private readonly Channel<Guid> _changed = Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Reads the state of a task; null if the id is unknown.</summary>
    public async Task<TaskDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => (await ReadAsync([id], cancellationToken)).SingleOrDefault();

    /// <summary>Watches a task until the result is disposed.</summary>
    public Watcher Watch(Guid id)
    {
        // A slow client needs only the latest state.
        var channel = Channel.CreateBounded<TaskDetails>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers.AddOrUpdate(id, [channel], (_, others) => others.Add(channel));
        return new Watcher(this, id, channel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscribed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            subscribed = subscribed || await TrySubscribeAsync();
            var ids = await WaitAsync(stoppingToken);
            if (ids.Length > 0)
            {
                await TellAsync(ids, stoppingToken);
            }
        }
    }

    // The watched tasks that were signaled, or all watched tasks after a while without a signal.
    private async Task<Guid[]> WaitAsync(CancellationToken stoppingToken)
    {
        using var interval = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        interval.CancelAfter(Interval);
        try
        {
            while (true)
            {
                await _changed.Reader.WaitToReadAsync(interval.Token);
                var ids = new HashSet<Guid>();
                while (_changed.Reader.TryRead(out var id))
                {
                    ids.Add(id);
                }

                ids.IntersectWith(_watchers.Keys);
                if (ids.Count > 0)
                {
                    return [.. ids];
                }
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return [.. _watchers.Keys];
        }
    }

    private async Task TellAsync(Guid[] ids, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var task in await ReadAsync(ids, stoppingToken))
            {
                if (_watchers.TryGetValue(task.Id, out var channels))
                {
                    foreach (var channel in channels)
                    {
                        channel.Writer.TryWrite(task);
                    }
                }
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnread(exception.GetBaseException().Message);
        }
    }

    private async Task<List<TaskDetails>> ReadAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await database.Tasks.Where(task => ids.Contains(task.Id)).Select(TaskPaging.Details).ToListAsync(cancellationToken);
    }

    private async Task<bool> TrySubscribeAsync()
    {
        try
        {
            await signals.SubscribeAsync(ids =>
            {
                foreach (var id in ids)
                {
                    _changed.Writer.TryWrite(id);
                }
            });
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private void Leave(Guid id, Channel<TaskDetails> channel)
    {
        while (_watchers.TryGetValue(id, out var channels))
        {
            var others = channels.Remove(channel);
            if (others.IsEmpty ? _watchers.TryRemove(new(id, channels)) : _watchers.TryUpdate(id, others, channels))
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watched tasks could not be read: {Reason}")]
    private partial void LogUnread(string reason);

    /// <summary>A subscription to the states of a task.</summary>
    internal sealed class Watcher(TaskWatch watch, Guid id, Channel<TaskDetails> channel) : IDisposable
    {
        /// <summary>The states of the task. If they come faster than they are read, only the latest is kept.</summary>
        public ChannelReader<TaskDetails> States => channel.Reader;

        public void Dispose() => watch.Leave(id, channel);
    }
}
