using System.Diagnostics.Metrics;

namespace HighTraffic.Api.Tasks;

/// <summary>The metrics of accepted tasks; the worker has those of their runs.</summary>
internal sealed class TaskMetrics
{
    private readonly Counter<long> _accepted;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where they are collected.</param>
    public TaskMetrics(IMeterFactory meters) =>
        _accepted = meters.Create("HighTraffic").CreateCounter<long>("hightraffic.tasks.accepted", "{task}", "Tasks accepted, by type.");

    /// <summary>Counts a task.</summary>
    /// <param name="type">The name of its type.</param>
    public void Accepted(string type) => _accepted.Add(1, new KeyValuePair<string, object?>("task.type", type));
}
