namespace HighTraffic.Api.Telemetry;

/// <summary>Why a request was refused.</summary>
internal enum ShedReason
{
    /// <summary>Too many were being worked on, and too many waited.</summary>
    Concurrency,

    /// <summary>It had waited or been worked on for too long.</summary>
    Timeout,

    /// <summary>The database answered nothing lately.</summary>
    Database,

    /// <summary>The client has used its quota up.</summary>
    Quota,

    /// <summary>Too many tasks wait for a worker.</summary>
    Backlog,
}
