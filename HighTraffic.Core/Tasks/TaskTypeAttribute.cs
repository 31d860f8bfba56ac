namespace HighTraffic.Core.Tasks;

/// <summary>Declares a task type. No other registration is needed.</summary>
/// <param name="name">The name that clients use, <c>catalog-export</c> for example.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskTypeAttribute(string name) : Attribute
{
    /// <summary>The name that clients use.</summary>
    public string Name => name;

    /// <summary>The lane, which has a queue and slots of its own.</summary>
    public TaskLane Lane { get; init; } = TaskLane.Bulk;

    /// <summary>How many runs of a task may end in an error before the task fails. A <see cref="TaskFailedException"/> fails it at once.</summary>
    public int MaxFailures { get; init; } = 3;

    /// <summary>The pause after the first failed run, in seconds. It doubles each time, up to a minute.</summary>
    public double FirstPauseSeconds { get; init; } = 1;
}
