using System.Diagnostics;
using System.Threading.Channels;
using HighTraffic.Core.Tasks.Store;
using Npgsql;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Inserts the rows of new tasks in batches: rows that arrive while a statement is in flight go into the next one. Each request still waits for
/// its own commit, but many share the cost of a statement and a commit.
/// </summary>
/// <param name="scopes">Provides the store.</param>
internal sealed class TaskInserts(IServiceScopeFactory scopes) : BackgroundService
{
    private const int BatchSize = 100;

    // The requests have timed out by then. The row of a request that was refused should not appear long afterwards.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Inserts a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the insert, unless it is already in flight.</param>
    /// <returns>Whether the row was inserted, once it is committed; false if a row with its id, or with its owner and key, exists.</returns>
    public async Task<bool> InsertAsync(TaskRow row, CancellationToken cancellationToken)
    {
        var pending = new Pending(row, Activity.Current, cancellationToken);
        _pending.Writer.TryWrite(pending);
        return await pending.Inserted.Task.WaitAsync(cancellationToken);
    }

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
                await InsertAsync(batch);
            }
        }
    }

    private async Task InsertAsync(IReadOnlyCollection<Pending> batch)
    {
        try
        {
            // The span of the statement belongs to the trace of the first request.
            Activity.Current = batch.First().Request;
            var inserted = await TryInsertAsync([.. batch.Select(pending => pending.Row)]);
            foreach (var pending in batch)
            {
                pending.Inserted.TrySetResult(inserted.Contains(pending.Row.Id));
            }
        }
        catch (PostgresException exception) when (batch.Count > 1 && !exception.IsTransient)
        {
            // One row that cannot be stored must not fail the others.
            foreach (var pending in batch)
            {
                await InsertAsync([pending]);
            }
        }
        catch (Exception exception)
        {
            foreach (var pending in batch)
            {
                pending.Inserted.TrySetException(exception is OperationCanceledException ? new TimeoutException("The database did not respond in time.", exception) : exception);
            }
        }
    }

    private async Task<HashSet<Guid>> TryInsertAsync(IReadOnlyCollection<TaskRow> rows)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var scope = scopes.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<TaskStore>().InsertAsync(rows, patience.Token)];
    }

    private sealed record Pending(TaskRow Row, Activity? Request, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<bool> Inserted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
