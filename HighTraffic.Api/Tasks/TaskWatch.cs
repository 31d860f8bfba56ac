using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using HighTraffic.Core.Messaging;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Looks at the tasks that somebody watches: at once those of which a signal came, and now and then all of them. However many
/// watch, it is one query at a time on one connection.
/// </summary>
internal sealed partial class TaskWatch(IServiceScopeFactory scopes, TaskSignals signals, ILogger<TaskWatch> logger) : BackgroundService
{
    // In case a signal was lost, or Redis is away.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, ImmutableArray<Channel<TaskDetails>>> _watchers = new();
    private readonly Channel<Guid> _changed = Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Reads where a task stands; null if there is none with the id.</summary>
    public async Task<TaskDetails?> FindAsync(Guid id, CancellationToken cancellationToken) => (await ReadAsync([id], cancellationToken)).SingleOrDefault();

    /// <summary>Watches a task until the result is disposed of.</summary>
    public Watcher Watch(Guid id)
    {
        // Only the last state counts for a client that reads slowly.
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

    // The tasks that are watched and of which a signal came, or after a while without one all that are watched.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tasks that are watched could not be read: {Reason}")]
    private partial void LogUnread(string reason);

    /// <summary>Somebody who watches a task.</summary>
    internal sealed class Watcher(TaskWatch watch, Guid id, Channel<TaskDetails> channel) : IDisposable
    {
        /// <summary>The states of the task as they are seen, the last one if they come faster than they are read.</summary>
        public ChannelReader<TaskDetails> States => channel.Reader;

        public void Dispose() => watch.Leave(id, channel);
    }
}
