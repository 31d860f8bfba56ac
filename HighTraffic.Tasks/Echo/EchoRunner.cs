using System.Diagnostics;
using HighTraffic.Core.Tasks;

namespace HighTraffic.Tasks.Echo;

/// <summary>Runs for a given time, to test the queue.</summary>
[TaskType("echo", Lane = TaskLane.Quick)]
internal sealed class EchoRunner : TaskRunner<EchoParameters>
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task<TaskResult?> RunAsync(EchoParameters parameters, TaskContext context, CancellationToken cancellationToken)
    {
        var before = TimeSpan.FromSeconds(context.Checkpoint<EchoCheckpoint>()?.Seconds ?? 0);
        var length = TimeSpan.FromSeconds(parameters.Seconds.GetValueOrDefault());
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            for (var left = length - before; left > TimeSpan.Zero; left = length - before - Stopwatch.GetElapsedTime(begunAt))
            {
                await Task.Delay(left < Step ? left : Step, cancellationToken);
                context.ReportProgress((before + Stopwatch.GetElapsedTime(begunAt)) / length, 1);
            }
        }
        catch (OperationCanceledException)
        {
            await context.SaveCheckpointAsync(new EchoCheckpoint((before + Stopwatch.GetElapsedTime(begunAt)).TotalSeconds), CancellationToken.None);
            throw;
        }

        // Not a TaskFailedException, which is final: this error is retried.
        return parameters.Fail ? throw new InvalidOperationException("The task was asked to fail, by its parameter 'fail'.") : null;
    }

    private sealed record EchoCheckpoint(double Seconds);
}
