using HighTraffic.Worker.Results;

namespace HighTraffic.Worker.Running;

/// <summary>What a runner may ask of the system while it runs.</summary>
/// <param name="run">The run.</param>
/// <param name="scopes">Where the database comes from.</param>
internal sealed class TaskContext(ActiveRun run, IServiceScopeFactory scopes)
{
    /// <summary>Tells how much is done; as often as the runner likes.</summary>
    /// <param name="done">The steps done.</param>
    /// <param name="total">All steps, as far as known.</param>
    public void ReportProgress(double done, double total) => run.Progress = total > 0 ? (int)(100 * done / total) : 0;

    /// <summary>Writes the result piece by piece. It can be read when the run has succeeded, and not at all if it fails.</summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="fileName">The name to offer to clients.</param>
    /// <param name="write">Writes all of it to a stream, which keeps one piece in memory.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the runner returns.</returns>
    public async Task<TaskResult> WriteResultAsync(
        string contentType, string fileName, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        await using var stream = new ResultStream(run.Task, scopes);
        await write(stream);
        await stream.FlushLastAsync(cancellationToken);
        return new TaskResult(contentType, fileName, stream.Position);
    }
}
