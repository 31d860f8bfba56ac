using System.Diagnostics;
using System.Diagnostics.Metrics;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.ServiceDefaults;
using HighTraffic.Worker.Running;

namespace HighTraffic.Worker.Telemetry;

/// <summary>The telemetry of each run: a span in the trace of the request that created the task, and metrics by type and outcome.</summary>
internal sealed class TaskTelemetry
{
    private static readonly ActivitySource Source = new(TelemetryNames.App);

    // In seconds: a quick task takes milliseconds and a bulk task minutes. OpenTelemetry's default boundaries are for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    };

    private readonly Counter<long> _runs;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the instruments.</param>
    public TaskTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.App);
        _runs = meter.CreateCounter<long>("hightraffic.task.runs", "{run}", "Ended runs, by type and outcome.");
        _wait = meter.CreateHistogram("hightraffic.task.wait.duration", "s", "The time from acceptance to the first run, by type.", advice: Seconds);
        _duration = meter.CreateHistogram("hightraffic.task.run.duration", "s", "The duration of a run, by type and outcome.", advice: Seconds);
    }

    /// <summary>Starts the span of a run.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The span, or null if it is not recorded.</returns>
    public Activity? Begin(ClaimedTask task)
    {
        if (task.Attempts == 1)
        {
            _wait.Record(task.WaitedSeconds, Type(task));
        }

        // The run outlives its delivery, so its parent is the request.
        Activity.Current = null;
        return Source.StartActivity(
            $"run {task.Type}",
            ActivityKind.Internal,
            task.TraceParent,
            [Type(task), new(TelemetryNames.TaskId, task.Id), new(TelemetryNames.TaskAttempt, task.Attempts)]);
    }

    /// <summary>Records the failure of a run in its span.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="reason">The reason that the client sees.</param>
    public static void Fail(Exception exception, string reason) =>
        Activity.Current?.SetTag(TelemetryNames.ErrorType, exception.GetType().FullName).SetStatus(ActivityStatusCode.Error, reason);

    /// <summary>Records the outcome of a run.</summary>
    /// <param name="task">The task.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="activity">Its span.</param>
    public void End(ClaimedTask task, RunOutcome outcome, TimeSpan elapsed, Activity? activity)
    {
        var tags = new TagList { Type(task), new(TelemetryNames.TaskOutcome, NameOf(outcome)) };
        _runs.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        activity?.SetTag(TelemetryNames.TaskOutcome, NameOf(outcome));
    }

    private static KeyValuePair<string, object?> Type(ClaimedTask task) => new(TelemetryNames.TaskType, task.Type);

    private static string NameOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => "succeeded",
        RunOutcome.Failed => "failed",
        RunOutcome.Retried => "retried",
        RunOutcome.Canceled => "canceled",
        RunOutcome.GivenBack => "given_back",
        _ => "lease_lost",
    };
}
