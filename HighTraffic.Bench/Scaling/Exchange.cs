namespace HighTraffic.Bench.Scaling;

/// <summary>A request and its outcome, by the clock of the load generator.</summary>
/// <param name="Due">When it was due.</param>
/// <param name="End">When the last byte of its response arrived.</param>
/// <param name="Outcome">The outcome.</param>
internal readonly record struct Exchange(TimeSpan Due, TimeSpan End, Outcome Outcome)
{
    /// <summary>How long the client waited, from the time when its request was due.</summary>
    public TimeSpan Latency => End - Due;
}

/// <summary>The outcome of a request.</summary>
internal enum Outcome
{
    /// <summary>A complete and correct response.</summary>
    Answered,

    /// <summary>A rejection: 503 or 429.</summary>
    Refused,

    /// <summary>Neither of them.</summary>
    Unfinished,
}
