namespace HighTraffic.Core.Tasks;

/// <summary>The lanes as rows, queues and sequences name them.</summary>
internal static class TaskLaneNames
{
    /// <summary>The name of a lane.</summary>
    public static string NameOf(TaskLane lane) => lane switch
    {
        TaskLane.Quick => "quick",
        TaskLane.Bulk => "bulk",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "There is no such lane."),
    };

    /// <summary>The lane of a name.</summary>
    /// <exception cref="ArgumentException">There is no such lane.</exception>
    public static TaskLane Parse(string name) => Enum.Parse<TaskLane>(name, ignoreCase: true);
}
