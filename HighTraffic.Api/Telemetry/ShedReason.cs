namespace HighTraffic.Api.Telemetry;

/// <summary>Why a request was shed.</summary>
internal enum ShedReason
{
    /// <summary>All slots were taken, and the queue was full.</summary>
    Concurrency,

    /// <summary>The request timed out, in the queue or in its handler.</summary>
    Timeout,

    /// <summary>The database does not respond: the circuit is open.</summary>
    Database,

    /// <summary>The client has used up its quota.</summary>
    Quota,

    /// <summary>Too many tasks are open.</summary>
    Backlog,
}
