using System.Diagnostics;
using System.Diagnostics.Metrics;
using HighTraffic.Tasks;
using HighTraffic.Worker.Running;

namespace HighTraffic.Worker.Telemetry;

/// <summary>What is recorded of each run: a span in the trace of the request that made the task, and metrics by type and outcome.</summary>
internal sealed class TaskTelemetry
{
    private const string Name = "HighTraffic";

    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _ended;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where they are collected.</param>
    public TaskTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _ended = meter.CreateCounter<long>("hightraffic.tasks.runs", "{run}", "Runs ended, by type and outcome.");
        _wait = meter.CreateHistogram<double>("hightraffic.tasks.wait", "s", "From acceptance to the first run.");
        _duration = meter.CreateHistogram<double>("hightraffic.tasks.duration", "s", "From the claim of a run to its end.");
    }

    /// <summary>Begins the span of a run.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The span, or null if nobody listens.</returns>
    public Activity? Begin(ClaimedTask task)
    {
        if (task.Attempts == 1)
        {
            _wait.Record(task.WaitedSeconds, Type(task));
        }

        // The run outlives the message that started it, so it hangs on the request and not on the delivery.
        Activity.Current = null;
        var activity = Source.StartActivity(
            $"run {task.Type}", ActivityKind.Consumer, task.TraceParent, [new("task.id", task.Id), new("task.attempt", task.Attempts)]);
        return activity;
    }

    /// <summary>Records how a run ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="activity">Its span.</param>
    public void End(ClaimedTask task, RunOutcome outcome, TimeSpan elapsed, Activity? activity)
    {
        var tags = new TagList { Type(task), new("task.outcome", outcome.ToString()) };
        _ended.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        activity?.SetTag("task.outcome", outcome.ToString());
        activity?.SetStatus(outcome is RunOutcome.Failed or RunOutcome.Retried ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
    }

    private static KeyValuePair<string, object?> Type(ClaimedTask task) => new("task.type", task.Type);
}
