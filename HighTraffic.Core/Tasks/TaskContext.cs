using System.Text.Json;
using HighTraffic.Core.Tasks.Results;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Core.Tasks;

/// <summary>Gives a runner access to progress, checkpoints and the result.</summary>
public sealed class TaskContext
{
    private readonly ActiveRun _run;
    private readonly IServiceScopeFactory _scopes;

    internal TaskContext(ActiveRun run, IServiceScopeFactory scopes) => (_run, _scopes) = (run, scopes);

    /// <summary>Reports progress. Calls cost nothing: the next heartbeat writes the last value.</summary>
    /// <param name="done">The number of completed steps.</param>
    /// <param name="total">The total number of steps, as far as it is known.</param>
    public void ReportProgress(double done, double total) => _run.Progress = total > 0 ? (int)(100 * done / total) : 0;

    /// <summary>Reads the last checkpoint of earlier runs.</summary>
    /// <typeparam name="TCheckpoint">A record that the runner defines.</typeparam>
    /// <returns>The checkpoint, or null if there is none.</returns>
    public TCheckpoint? Checkpoint<TCheckpoint>() where TCheckpoint : class =>
        _run.Task.Checkpoint is { } json ? JsonSerializer.Deserialize<TCheckpoint>(json, TaskType.Json) : null;

    /// <summary>Saves a checkpoint, from which the next run continues.</summary>
    /// <typeparam name="TCheckpoint">A record that the runner defines.</typeparam>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes once it is saved.</returns>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public async Task SaveCheckpointAsync<TCheckpoint>(TCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TaskStore>()
            .SaveCheckpointAsync(_run.Task, JsonSerializer.Serialize(checkpoint, TaskType.Json), cancellationToken);
    }

    /// <summary>
    /// Runs a step on the database and saves its checkpoint in one transaction. The step takes effect exactly once, however often the run is
    /// interrupted, taken over or retried.
    /// </summary>
    /// <typeparam name="TCheckpoint">A record that the runner defines.</typeparam>
    /// <param name="database">The database, as the step uses it.</param>
    /// <param name="step">Runs the step and returns its checkpoint.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="LeaseLostException">The task was taken over, and the step was rolled back.</exception>
    public Task<TCheckpoint> StepAsync<TCheckpoint>(
        AppDbContext database, Func<CancellationToken, Task<TCheckpoint>> step, CancellationToken cancellationToken)
    {
        var store = new TaskStore(database);
        string? saved = null;
        return database.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            async cancellation =>
            {
                var checkpoint = await step(cancellation);
                saved = JsonSerializer.Serialize(checkpoint, TaskType.Json);
                await store.SaveCheckpointAsync(_run.Task, saved, cancellation);
                return checkpoint;
            },

            // Called if the connection breaks during the commit.
            cancellation => saved is null ? Task.FromResult(false) : store.HasCheckpointAsync(_run.Task, saved, cancellation),
            cancellationToken);
    }

    /// <summary>Writes the result piece by piece. It is available once the run has succeeded.</summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="fileName">The name to offer to clients.</param>
    /// <param name="write">Writes the result to a stream that buffers one piece.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The result, for the runner to return.</returns>
    public async Task<TaskResult> WriteResultAsync(
        string contentType, string fileName, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using var stream = new ResultStream(_run.Task, _scopes);
        await write(stream);
        await stream.FlushLastAsync(cancellationToken);
        return new TaskResult(contentType, fileName, stream.Position);
    }
}
