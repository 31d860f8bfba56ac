namespace HighTraffic.Data.Tasks;

/// <summary>The state of a task.</summary>
public enum BackgroundTaskStatus
{
    /// <summary>Accepted, and waiting for a worker.</summary>
    Queued,

    /// <summary>A worker is running it.</summary>
    Running,

    /// <summary>Ended successfully; the result is available.</summary>
    Succeeded,

    /// <summary>Failed permanently, after its retries.</summary>
    Failed,

    /// <summary>Canceled by the client.</summary>
    Canceled,
}
