using System.Diagnostics;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Worker.Running;

/// <summary>Decides how often and when a failed task is retried, as its type declares, and which reason its client sees.</summary>
internal static class RetryPolicy
{
    /// <summary>
    /// The maximum number of runs of a task, not counting those given back, so that a task that kills its worker is not retried forever.
    /// </summary>
    public const int MaxAttempts = 30;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The pause after a failed run. It doubles each time, with a jitter of 50 %, so that tasks that failed together are not retried together.
    /// </summary>
    /// <param name="task">The task as it was before the failure.</param>
    /// <param name="type">Its type, or null if this version of the worker does not know it.</param>
    /// <param name="exception">What ended the run.</param>
    /// <returns>The pause, or null if the task is not retried.</returns>
    public static TimeSpan? PauseAfter(ClaimedTask task, TaskType? type, Exception exception)
    {
        if (exception is TaskFailedException || type is null || task.Failures + 1 >= type.MaxFailures || task.Begun > MaxAttempts)
        {
            return null;
        }

        var pause = type.FirstPause * (Math.Pow(2, task.Failures) * (0.5 + Random.Shared.NextDouble()));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>The reason that the client sees. Only the messages of <see cref="TaskFailedException"/> are written for clients.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <returns>A sentence.</returns>
    public static string Describe(Exception exception) => exception is TaskFailedException
        ? exception.Message
        : $"An unexpected error ({exception.GetType().Name}) ended the run; the worker's log has the details under trace {Activity.Current?.TraceId.ToString() ?? "(none)"}.";
}
