using System.ComponentModel.DataAnnotations;
using HighTraffic.Core.Tasks;

namespace HighTraffic.Worker;

/// <summary>The section <c>HighTraffic:Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many tasks of the quick lane this process runs concurrently. Each can use two database connections.</summary>
    [Range(1, 1000)]
    public int QuickSlots { get; init; } = 4;

    /// <summary>How many tasks of the bulk lane this process runs concurrently.</summary>
    [Range(1, 1000)]
    public int BulkSlots { get; init; } = 2;

    /// <summary>
    /// The time limit of a run in the quick lane, in seconds. A longer run fails; otherwise a few could hold all slots of the lane.
    /// </summary>
    [Range(1d, 86_400d)]
    public double QuickSeconds { get; init; } = 60;

    /// <summary>How long ended tasks and their results are kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The number of slots of a lane.</summary>
    public int SlotsOf(TaskLane lane) => lane == TaskLane.Quick ? QuickSlots : BulkSlots;
}
