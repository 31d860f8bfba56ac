using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Tasks;

/// <summary>The section <c>HighTraffic:Tasks</c> of the configuration.</summary>
internal sealed class TaskLimits
{
    /// <summary>The maximum number of open tasks, queued or running. Beyond it, new tasks are refused until the workers catch up.</summary>
    [Range(1, 10_000_000)]
    public int MaxBacklog { get; init; } = 50_000;

    /// <summary>The maximum number of open tasks of one client: of all keys with the same name, or all tokens with the same subject.</summary>
    [Range(1, 10_000_000)]
    public int MaxOpenPerClient { get; init; } = 10_000;
}
