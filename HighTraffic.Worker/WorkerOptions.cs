namespace HighTraffic.Worker;

/// <summary>The section <c>HighTraffic:Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many tasks run at a time in this process.</summary>
    public int Slots { get; init; } = 4;
}
