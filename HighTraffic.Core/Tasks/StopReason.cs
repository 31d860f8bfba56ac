namespace HighTraffic.Core.Tasks;

/// <summary>Why a run is told to stop before its end.</summary>
internal enum StopReason
{
    /// <summary>It is not to stop.</summary>
    None,

    /// <summary>The client canceled the task.</summary>
    Canceled,

    /// <summary>The worker shuts down.</summary>
    ShuttingDown,

    /// <summary>It has taken longer than a run of the quick lane may.</summary>
    TooLong,

    /// <summary>Another worker may have taken the task over.</summary>
    LeaseLost,
}
