using System.Diagnostics;
using System.Threading.Channels;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data.Tasks;
using Npgsql;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Inserts the rows of new tasks in batches: rows that arrive while a statement is in flight go into the next one. Each request still waits for
/// its own commit, but many share the cost of a statement and a commit. Earlier tasks are found in the same way, so all requests for tasks
/// together use one connection.
/// </summary>
/// <param name="scopes">Provides the store.</param>
internal sealed class TaskInserts(IServiceScopeFactory scopes) : BackgroundService
{
    private const int BatchSize = 100;

    // The requests have timed out by then. The row of a request that was refused should not appear long afterwards.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Inserts a row, unless an earlier request with the same owner and idempotency key created a task.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the insert, unless it is already in flight.</param>
    /// <returns>Null once the row is committed; otherwise the earlier task.</returns>
    public Task<BackgroundTask?> InsertAsync(TaskRow row, CancellationToken cancellationToken) =>
        AddAsync(new(row, row.Owner, row.IdempotencyKey, Activity.Current, cancellationToken));

    /// <summary>Finds the task that an earlier request created.</summary>
    /// <param name="owner">The client.</param>
    /// <param name="key">Its idempotency key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The task, or null if there is none.</returns>
    public Task<BackgroundTask?> FindAsync(string owner, string key, CancellationToken cancellationToken) =>
        AddAsync(new(Row: null, owner, key, Activity.Current, cancellationToken));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _pending.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Pending>();
            while (batch.Count < BatchSize && _pending.Reader.TryRead(out var pending))
            {
                if (!pending.CancellationToken.IsCancellationRequested)
                {
                    batch.Add(pending);
                }
            }

            if (batch.Count > 0)
            {
                await ExecuteAsync(batch);
            }
        }
    }

    private async Task<BackgroundTask?> AddAsync(Pending pending)
    {
        _pending.Writer.TryWrite(pending);
        return await pending.Earlier.Task.WaitAsync(pending.CancellationToken);
    }

    private async Task ExecuteAsync(IReadOnlyList<Pending> batch)
    {
        try
        {
            // The span of the statement belongs to the trace of the first request.
            Activity.Current = batch[0].Request;
            var (inserted, earlier) = await TryExecuteAsync(batch);
            foreach (var pending in batch)
            {
                Complete(pending, inserted, earlier);
            }
        }
        catch (PostgresException exception) when (batch.Count > 1 && !exception.IsTransient)
        {
            // One row that cannot be stored must not fail the others.
            foreach (var pending in batch)
            {
                await ExecuteAsync([pending]);
            }
        }
        catch (Exception exception)
        {
            foreach (var pending in batch)
            {
                pending.Earlier.TrySetException(exception is OperationCanceledException ? new TimeoutException("The database did not respond in time.", exception) : exception);
            }
        }
    }

    private async Task<(HashSet<Guid> Inserted, IReadOnlyList<BackgroundTask> Earlier)> TryExecuteAsync(IReadOnlyList<Pending> batch)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<TaskStore>();
        TaskRow[] rows = [.. batch.Select(pending => pending.Row).OfType<TaskRow>()];
        HashSet<Guid> inserted = rows.Length == 0 ? [] : [.. await store.InsertAsync(rows, patience.Token)];
        if (inserted.Count == batch.Count)
        {
            return (inserted, []);
        }

        var others = batch.Where(pending => pending.Row is null || !inserted.Contains(pending.Row.Id)).ToArray();
        var earlier = await store.FindAsync(
            [.. others.Select(other => other.Row).OfType<TaskRow>().Select(row => row.Id)],
            [.. others.Where(other => other.Key is not null).Select(other => (other.Owner, other.Key!))],
            patience.Token);
        return (inserted, earlier);
    }

    private void Complete(Pending pending, HashSet<Guid> inserted, IReadOnlyList<BackgroundTask> earlier)
    {
        // An id can conflict only with itself: the commit succeeded, its confirmation was lost, and the statement was retried.
        if (pending.Row is { Id: var id } && (inserted.Contains(id) || earlier.Any(task => task.Id == id)))
        {
            pending.Earlier.TrySetResult(null);
            return;
        }

        var found = pending.Key is null ? null : earlier.FirstOrDefault(task => task.Owner == pending.Owner && task.IdempotencyKey == pending.Key);
        if (found is null && pending.Row is not null)
        {
            // The earlier task was deleted between the two statements.
            _pending.Writer.TryWrite(pending);
            return;
        }

        pending.Earlier.TrySetResult(found);
    }

    /// <summary>A request that waits.</summary>
    /// <param name="Row">The row to insert; null to find an earlier task only.</param>
    /// <param name="Owner">The client.</param>
    /// <param name="Key">Its idempotency key.</param>
    /// <param name="Request">The span of the request.</param>
    /// <param name="CancellationToken">Cancels the operation, unless it is already in flight.</param>
    private sealed record Pending(TaskRow? Row, string Owner, string? Key, Activity? Request, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<BackgroundTask?> Earlier { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
