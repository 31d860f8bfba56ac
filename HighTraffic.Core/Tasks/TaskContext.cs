using System.Text.Json;
using HighTraffic.Core.Tasks.Results;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Core.Tasks;

/// <summary>What a runner may ask of the system while it runs.</summary>
public sealed class TaskContext
{
    private readonly ActiveRun _run;
    private readonly IServiceScopeFactory _scopes;

    internal TaskContext(ActiveRun run, IServiceScopeFactory scopes) => (_run, _scopes) = (run, scopes);

    /// <summary>Tells how much is done; as often as the runner likes.</summary>
    /// <param name="done">The steps done.</param>
    /// <param name="total">All steps, as far as known.</param>
    public void ReportProgress(double done, double total) => _run.Progress = total > 0 ? (int)(100 * done / total) : 0;

    /// <summary>Reads where the runs before this one have come to.</summary>
    /// <typeparam name="TCheckpoint">A record of the runner's.</typeparam>
    /// <returns>The last checkpoint, or null if there is none.</returns>
    public TCheckpoint? Checkpoint<TCheckpoint>() where TCheckpoint : class =>
        _run.Task.Checkpoint is { } json ? JsonSerializer.Deserialize<TCheckpoint>(json, TaskType.Json) : null;

    /// <summary>Saves how far the run has come, for another one to go on from there.</summary>
    /// <typeparam name="TCheckpoint">A record of the runner's.</typeparam>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is saved.</returns>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public async Task SaveCheckpointAsync<TCheckpoint>(TCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TaskStore>()
            .SaveCheckpointAsync(_run.Task, JsonSerializer.Serialize(checkpoint, TaskType.Json), cancellationToken);
    }

    /// <summary>
    /// Does a step of the work in the database and saves its checkpoint in one transaction, so that the step counts once however often
    /// the run is broken off, taken over or repeated.
    /// </summary>
    /// <typeparam name="TCheckpoint">A record of the runner's.</typeparam>
    /// <param name="database">The database, as the step uses it.</param>
    /// <param name="step">Does the step and returns where it has come to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="LeaseLostException">The task was taken over, and nothing of the step counts.</exception>
    public Task<TCheckpoint> StepAsync<TCheckpoint>(
        CatalogDbContext database, Func<CancellationToken, Task<TCheckpoint>> step, CancellationToken cancellationToken)
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

            // Asked if the connection broke while the transaction was being committed.
            cancellation => saved is null ? Task.FromResult(false) : store.HasCheckpointAsync(_run.Task, saved, cancellation),
            cancellationToken);
    }

    /// <summary>Writes the result piece by piece. It can be read when the run has succeeded, and not at all if it fails.</summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="fileName">The name to offer to clients.</param>
    /// <param name="write">Writes all of it to a stream, which keeps one piece in memory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the runner returns.</returns>
    public async Task<TaskResult> WriteResultAsync(
        string contentType, string fileName, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using var stream = new ResultStream(_run.Task, _scopes);
        await write(stream);
        await stream.FlushLastAsync(cancellationToken);
        return new TaskResult(contentType, fileName, stream.Position);
    }
}
