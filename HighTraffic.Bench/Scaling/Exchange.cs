namespace HighTraffic.Bench.Scaling;

/// <summary>A request and what came of it, by the clock of its load.</summary>
/// <param name="Due">When it was to be sent.</param>
/// <param name="End">When the last byte of its answer was there.</param>
/// <param name="Outcome">What came of it.</param>
internal readonly record struct Exchange(TimeSpan Due, TimeSpan End, Outcome Outcome)
{
    /// <summary>How long a client waited, from when its request was due.</summary>
    public TimeSpan Latency => End - Due;
}

/// <summary>What comes of a request.</summary>
internal enum Outcome
{
    /// <summary>A whole and right answer.</summary>
    Answered,

    /// <summary>A refusal: 503 or 429.</summary>
    Refused,

    /// <summary>Neither.</summary>
    Unfinished,
}
