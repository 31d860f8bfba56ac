using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Tasks;

/// <summary>The section <c>HighTraffic:Tasks</c> of the configuration.</summary>
internal sealed class TaskLimits
{
    /// <summary>How many tasks may wait; past it new ones are refused until the workers have caught up.</summary>
    [Range(1, 10_000_000)]
    public int MaxBacklog { get; init; } = 50_000;
}
