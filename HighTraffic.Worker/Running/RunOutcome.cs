namespace HighTraffic.Worker.Running;

/// <summary>How a run ended, for metrics and logs.</summary>
internal enum RunOutcome
{
    /// <summary>The task succeeded.</summary>
    Succeeded,

    /// <summary>The task failed permanently.</summary>
    Failed,

    /// <summary>The run failed, and the task is retried.</summary>
    Retried,

    /// <summary>The client canceled the task.</summary>
    Canceled,

    /// <summary>The worker is shutting down, and another one continues the task.</summary>
    GivenBack,

    /// <summary>Another worker took over the task.</summary>
    LeaseLost,
}
