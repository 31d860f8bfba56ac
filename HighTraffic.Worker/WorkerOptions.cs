using System.ComponentModel.DataAnnotations;
using HighTraffic.Core.Tasks;

namespace HighTraffic.Worker;

/// <summary>The section <c>HighTraffic:Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many tasks of the quick lane this process runs concurrently. Each can use two database connections.</summary>
    [Range(1, 1000)]
    public int QuickSlots { get; init; } = 4;

    /// <summary>The same for the bulk lane.</summary>
    [Range(1, 1000)]
    public int BulkSlots { get; init; } = 2;

    /// <summary>How long a run of the quick lane may take, in seconds. A longer one fails, or a few could hold all slots of the lane.</summary>
    [Range(1d, 86_400d)]
    public double QuickSeconds { get; init; } = 60;

    /// <summary>How long ended tasks and their results are kept.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The slots of a lane.</summary>
    public int SlotsOf(TaskLane lane) => lane == TaskLane.Quick ? QuickSlots : BulkSlots;
}
