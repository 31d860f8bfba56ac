namespace HighTraffic.Worker.Running;

/// <summary>How a run ended, as metrics and logs name it.</summary>
internal enum RunOutcome
{
    /// <summary>The task is done.</summary>
    Succeeded,

    /// <summary>The task failed for good.</summary>
    Failed,

    /// <summary>The run failed, and another one follows.</summary>
    Retried,

    /// <summary>The client ended the task.</summary>
    Canceled,

    /// <summary>The worker shuts down, and another one continues.</summary>
    GivenBack,

    /// <summary>Another worker took the task over.</summary>
    LeaseLost,
}
