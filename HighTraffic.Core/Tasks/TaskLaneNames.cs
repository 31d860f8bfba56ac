namespace HighTraffic.Core.Tasks;

/// <summary>The names of the lanes in rows, queues and sequences.</summary>
internal static class TaskLaneNames
{
    /// <summary>The name of a lane.</summary>
    public static string NameOf(TaskLane lane) => lane switch
    {
        TaskLane.Quick => "quick",
        TaskLane.Bulk => "bulk",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "Unknown lane."),
    };

    /// <summary>The lane with a name.</summary>
    /// <exception cref="ArgumentException">There is no such lane.</exception>
    public static TaskLane Parse(string name) => Enum.Parse<TaskLane>(name, ignoreCase: true);
}
