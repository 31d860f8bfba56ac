namespace HighTraffic.Worker.Running;

/// <summary>How a run ended, as metrics and logs name it.</summary>
internal enum RunOutcome
{
    /// <summary>The task is done.</summary>
    Succeeded,

    /// <summary>The task failed for good.</summary>
    Failed,

    /// <summary>The run failed, another follows.</summary>
    Retried,

    /// <summary>The client ended the task.</summary>
    Canceled,

    /// <summary>The worker stops and another one goes on.</summary>
    GivenBack,

    /// <summary>Another worker took the task over; nothing of this run counts.</summary>
    LeaseLost,
}
