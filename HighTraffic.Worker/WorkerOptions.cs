using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Worker;

/// <summary>The section <c>HighTraffic:Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many tasks run at a time in this process. Each may use two database connections at once.</summary>
    [Range(1, 1000)]
    public int Slots { get; init; } = 4;
}
