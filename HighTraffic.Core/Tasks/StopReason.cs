namespace HighTraffic.Core.Tasks;

/// <summary>Why a run must stop before its end.</summary>
internal enum StopReason
{
    /// <summary>It need not stop.</summary>
    None,

    /// <summary>The client canceled the task.</summary>
    Canceled,

    /// <summary>The worker is shutting down.</summary>
    ShuttingDown,

    /// <summary>It exceeded the time limit of the quick lane.</summary>
    TooLong,

    /// <summary>Another worker may have taken the task over.</summary>
    LeaseLost,
}
