using System.Diagnostics;
using System.Threading.Channels;
using HighTraffic.Core.Tasks.Store;
using Npgsql;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Inserts the rows of new tasks, those that come while a statement is under way together in the next one: a request waits for its
/// commit as it would alone, and many share what a statement and a commit cost.
/// </summary>
/// <param name="scopes">Where the store comes from.</param>
internal sealed class TaskInserts(IServiceScopeFactory scopes) : BackgroundService
{
    private const int BatchSize = 100;

    // The requests have given up by then, and a row of a request that was told so should not appear long after.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Inserts a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Gives up: the row is not inserted unless it is being inserted already.</param>
    /// <returns>Once it is committed whether it was inserted: false if there is one with its id, or its owner and key.</returns>
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
            // The statement is shown in the trace of one of its requests.
            Activity.Current = batch.First().Request;
            var inserted = await TryInsertAsync([.. batch.Select(pending => pending.Row)]);
            foreach (var pending in batch)
            {
                pending.Inserted.TrySetResult(inserted.Contains(pending.Row.Id));
            }
        }
        catch (PostgresException exception) when (batch.Count > 1 && !exception.IsTransient)
        {
            // A row that cannot be stored must not cost the others.
            foreach (var pending in batch)
            {
                await InsertAsync([pending]);
            }
        }
        catch (Exception exception)
        {
            foreach (var pending in batch)
            {
                pending.Inserted.TrySetException(exception is OperationCanceledException ? new TimeoutException("The database did not answer in time.", exception) : exception);
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
