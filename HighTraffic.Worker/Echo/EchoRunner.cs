using System.Diagnostics;
using HighTraffic.Contracts.Tasks;
using HighTraffic.Worker.Running;

namespace HighTraffic.Worker.Echo;

/// <summary>Takes the time that it is asked to take: for trying the queue out.</summary>
internal sealed class EchoRunner : TaskRunner<EchoParameters>
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task<TaskResult?> RunAsync(EchoParameters parameters, TaskContext context, CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromSeconds(parameters.Seconds.GetValueOrDefault());
        var begunAt = Stopwatch.GetTimestamp();
        for (var left = length; left > TimeSpan.Zero; left = length - Stopwatch.GetElapsedTime(begunAt))
        {
            await Task.Delay(left < Step ? left : Step, cancellationToken);
            context.ReportProgress(Stopwatch.GetElapsedTime(begunAt) / length, 1);
        }

        return parameters.Fail ? throw new TaskFailedException("The task was asked to fail, by its parameter 'fail'.") : null;
    }
}
