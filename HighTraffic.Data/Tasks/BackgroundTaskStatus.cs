namespace HighTraffic.Data.Tasks;

/// <summary>Where a task stands.</summary>
public enum BackgroundTaskStatus
{
    /// <summary>Accepted, not begun.</summary>
    Queued,

    /// <summary>Held by a worker.</summary>
    Running,

    /// <summary>Ended well; the result can be read.</summary>
    Succeeded,

    /// <summary>Ended badly, after its retries.</summary>
    Failed,

    /// <summary>Ended by the client.</summary>
    Canceled,
}
