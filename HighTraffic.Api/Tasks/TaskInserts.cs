using System.Diagnostics;
using System.Threading.Channels;
using HighTraffic.Api.Resilience;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data.Tasks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Inserts the rows of new tasks in batches: rows that arrive while a statement is in flight go into the next one. Each request still waits for
/// its own commit, but many share the cost of a statement and a commit. Earlier tasks are found in the same way, so all inserts and look-ups of
/// new tasks share one connection.
/// </summary>
/// <param name="scopes">Provides the store.</param>
/// <param name="limits">The timeout of a request: no row is inserted after it.</param>
/// <param name="breaker">Counts a batch that times out.</param>
/// <param name="time">The clock that measures how long a request waits.</param>
internal sealed class TaskInserts(IServiceScopeFactory scopes, IOptions<LoadLimitOptions> limits, DatabaseBreaker breaker, TimeProvider time) : BackgroundService
{
    private const int BatchSize = 100;

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Inserts a row, unless an earlier request with the same owner and idempotency key created a task.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The earlier task. Null if there is none: then the row is committed.</returns>
    /// <exception cref="TimeoutException">The row was not inserted in time, or its commit was not confirmed.</exception>
    public Task<BackgroundTask?> InsertAsync(TaskRow row) => AddAsync(new(row, row.Owner, row.IdempotencyKey, Activity.Current, time.GetTimestamp()));

    /// <summary>Finds the task that an earlier request created.</summary>
    /// <param name="owner">The client.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <returns>The task, or null if there is none.</returns>
    /// <exception cref="TimeoutException">The database did not respond in time.</exception>
    public Task<BackgroundTask?> FindAsync(string owner, string key) => AddAsync(new(Row: null, owner, key, Activity.Current, time.GetTimestamp()));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _pending.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Pending>();
            while (batch.Count < BatchSize && _pending.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await ExecuteAsync(batch);
        }
    }

    // One row that cannot be stored, because a value or a constraint forbids it (SQLSTATE classes 22 and 23), must not fail the others.
    private static bool IsAboutOneRow(PostgresException exception) => exception.SqlState[..2] is "22" or "23";

    private static void Fail(IEnumerable<Pending> batch, Exception reason)
    {
        foreach (var pending in batch)
        {
            pending.Earlier.TrySetException(reason);
        }
    }

    private static TimeoutException Late(Exception? cause = null) => new("The database did not respond in time.", cause);

    private Task<BackgroundTask?> AddAsync(Pending pending)
    {
        _pending.Writer.TryWrite(pending);
        return pending.Earlier.Task;
    }

    private async Task ExecuteAsync(IReadOnlyCollection<Pending> batch)
    {
        // The client of a late one already has its refusal.
        var late = batch.ToLookup(pending => time.GetElapsedTime(pending.AddedAt) > limits.Value.Timeout);
        Fail(late[true], Late());
        Pending[] waiting = [.. late[false]];
        if (waiting.Length == 0)
        {
            return;
        }

        try
        {
            // The span of the statement belongs to the trace of the first request.
            Activity.Current = waiting[0].Request;
            using var patience = new CancellationTokenSource(limits.Value.Timeout);
            await using var scope = scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<TaskStore>();
            await InsertAsync(store, waiting, patience.Token);
            await FindAsync(store, waiting, patience.Token);
        }
        catch (PostgresException exception) when (waiting.Length > 1 && IsAboutOneRow(exception))
        {
            foreach (var pending in waiting)
            {
                await ExecuteAsync([pending]);
            }
        }
        catch (OperationCanceledException exception)
        {
            await breaker.RecordTimeoutAsync();
            Fail(waiting, Late(exception));
        }
        catch (Exception exception)
        {
            Fail(waiting, exception);
        }
    }

    private static async Task InsertAsync(TaskStore store, IReadOnlyCollection<Pending> waiting, CancellationToken cancellationToken)
    {
        TaskRow[] rows = [.. waiting.Select(pending => pending.Row).OfType<TaskRow>()];
        if (rows.Length == 0)
        {
            return;
        }

        var inserted = (await store.InsertAsync(rows, cancellationToken)).ToHashSet();
        foreach (var pending in waiting.Where(pending => pending.Row is not null && inserted.Contains(pending.Row.Id)))
        {
            pending.Earlier.TrySetResult(null);
        }
    }

    private async Task FindAsync(TaskStore store, IReadOnlyCollection<Pending> waiting, CancellationToken cancellationToken)
    {
        var others = waiting.Where(pending => !pending.Earlier.Task.IsCompleted).ToArray();
        if (others.Length == 0)
        {
            return;
        }

        var found = await store.FindAsync(
            [.. others.Select(other => other.Row).OfType<TaskRow>().Select(row => row.Id)],
            [.. others.Where(other => other.Key is not null).Select(other => (other.Owner, other.Key!))],
            cancellationToken);
        foreach (var other in others)
        {
            Complete(other, found);
        }
    }

    private void Complete(Pending pending, IReadOnlyList<BackgroundTask> found)
    {
        // An id can conflict only with itself: the commit succeeded, its confirmation was lost, and the statement was retried.
        if (pending.Row is { Id: var id } && found.Any(task => task.Id == id))
        {
            pending.Earlier.TrySetResult(null);
            return;
        }

        var earlier = pending.Key is null ? null : found.FirstOrDefault(task => task.Owner == pending.Owner && task.IdempotencyKey == pending.Key);
        if (earlier is null && pending.Row is not null)
        {
            // The earlier task was deleted between the two statements, so insert the row again.
            _pending.Writer.TryWrite(pending);
            return;
        }

        pending.Earlier.TrySetResult(earlier);
    }

    /// <summary>A request that waits.</summary>
    /// <param name="Row">The row to insert; null to find an earlier task only.</param>
    /// <param name="Owner">The client.</param>
    /// <param name="Key">Its idempotency key.</param>
    /// <param name="Request">The span of the request.</param>
    /// <param name="AddedAt">When it began to wait, as a timestamp of the clock.</param>
    private sealed record Pending(TaskRow? Row, string Owner, string? Key, Activity? Request, long AddedAt)
    {
        public TaskCompletionSource<BackgroundTask?> Earlier { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
