using System.Diagnostics;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Worker.Running;

/// <summary>How often and when a failed task is run again, as its type declares, and what its client is told.</summary>
internal static class RetryPolicy
{
    /// <summary>How many runs may begin and not be handed over: a task that kills its worker must not go round for ever.</summary>
    public const int MaxAttempts = 30;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The pause after a failed run: it doubles each time, and varies by half so that tasks that failed together don't return together.</summary>
    /// <param name="task">The task as it was before the failure.</param>
    /// <param name="type">Its type, or null if this version of the worker does not know it.</param>
    /// <param name="exception">What ended the run.</param>
    /// <returns>The pause, or null if no further run is to follow.</returns>
    public static TimeSpan? PauseAfter(ClaimedTask task, TaskType? type, Exception exception)
    {
        if (exception is TaskFailedException || type is null || task.Failures + 1 >= type.MaxFailures || task.Begun > MaxAttempts)
        {
            return null;
        }

        var pause = type.FirstPause * (Math.Pow(2, task.Failures) * (0.5 + Random.Shared.NextDouble()));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>The reason to show to the client: never the message of an exception that was not written for it.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <returns>A sentence.</returns>
    public static string Describe(Exception exception) => exception is TaskFailedException
        ? exception.Message
        : $"An unexpected error ({exception.GetType().Name}) ended the run; the worker's log has it under trace {Activity.Current?.TraceId.ToString() ?? "(none)"}.";
}
