using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Tasks;

/// <summary>The section <c>HighTraffic:Tasks</c> of the configuration.</summary>
internal sealed class TaskLimits
{
    /// <summary>How many tasks may be open, queued or running; past it new ones are refused until the workers have caught up.</summary>
    [Range(1, 10_000_000)]
    public int MaxBacklog { get; init; } = 50_000;

    /// <summary>How many of them may be one client's: the keys of one name, or the tokens of one subject.</summary>
    [Range(1, 10_000_000)]
    public int MaxOpenPerClient { get; init; } = 10_000;
}
