using System.ComponentModel.DataAnnotations;
using HighTraffic.Core.Tasks;

namespace HighTraffic.Worker;

/// <summary>The section <c>HighTraffic:Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many tasks of the quick lane run at a time in this process. Each may use two database connections at once.</summary>
    [Range(1, 1000)]
    public int QuickSlots { get; init; } = 4;

    /// <summary>The same for the bulk lane.</summary>
    [Range(1, 1000)]
    public int BulkSlots { get; init; } = 2;

    /// <summary>How long tasks that have ended are kept, with their results.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The slots of a lane.</summary>
    public int SlotsOf(TaskLane lane) => lane == TaskLane.Quick ? QuickSlots : BulkSlots;
}
