using System.Collections.Concurrent;
using System.Globalization;
using HighTraffic.Api.Telemetry;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Limits the open tasks, of each client and in total: refusing a task at once is better than letting it wait for hours. The counts are at most
/// two seconds old and cost one query in that time, however many requests there are.
/// </summary>
internal sealed class TaskBacklog(IServiceScopeFactory scopes, IOptions<TaskLimits> limits, TimeProvider time, ApiMeter meter) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _counting = new(1);
    private long _countedAt;
    private volatile ConcurrentDictionary<string, int> _openByClient = new();
    private int _open;

    /// <summary>Finds the limit that another task of a client would exceed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A sentence that describes it, or null if there is room.</returns>
    public async Task<string?> FindExceededLimitAsync(string client, CancellationToken cancellationToken)
    {
        // While one request counts, the others use the previous counts.
        if (IsOutdated && await _counting.WaitAsync(0, cancellationToken))
        {
            try
            {
                await CountAsync(cancellationToken);
                Volatile.Write(ref _countedAt, time.GetTimestamp());
            }
            finally
            {
                _counting.Release();
            }
        }

        var (mostOfClient, most) = (limits.Value.MaxOpenPerClient, limits.Value.MaxBacklog);
        var limit = _openByClient.GetValueOrDefault(client) >= mostOfClient
            ? string.Create(CultureInfo.InvariantCulture, $"This client has reached the limit of {mostOfClient:N0} open tasks, queued or running.")
            : Volatile.Read(ref _open) >= most ? "Too many tasks are queued." : null;
        if (limit is not null)
        {
            meter.Shed(ShedReason.Backlog);
        }

        return limit;
    }

    /// <summary>Counts a task that was accepted since the last count.</summary>
    /// <param name="client">Its client.</param>
    public void Add(string client)
    {
        _openByClient.AddOrUpdate(client, 1, static (_, open) => open + 1);
        Interlocked.Increment(ref _open);
    }

    public void Dispose() => _counting.Dispose();

    private bool IsOutdated => Volatile.Read(ref _countedAt) is var countedAt && (countedAt == 0 || time.GetElapsedTime(countedAt) > MaxAge);

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Tasks
            .Where(task => task.Status == BackgroundTaskStatus.Queued || task.Status == BackgroundTaskStatus.Running)
            .GroupBy(task => task.Owner).Select(tasks => new { Client = tasks.Key, Count = tasks.Count() })
            .ToListAsync(cancellationToken);
        _openByClient = new(open.Select(client => KeyValuePair.Create(client.Client, client.Count)));
        Volatile.Write(ref _open, open.Sum(client => client.Count));
    }
}
