namespace HighTraffic.Bench.Measures;

/// <summary>The result of one run.</summary>
/// <param name="Operations">Requests, or statements if the database is queried directly.</param>
/// <param name="Errors">Operations that failed.</param>
/// <param name="Seconds">How long the run took.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The 99th percentile, in milliseconds.</param>
/// <param name="P999">The 99.9th percentile, in milliseconds.</param>
/// <param name="Bytes">Bytes received, including headers; 0 if not measured.</param>
/// <param name="DatabaseCalls">Statements that the database executed.</param>
/// <param name="Processor">Seconds of CPU time by part.</param>
/// <param name="WorkerPeak">The worker's peak memory, in bytes; 0 if not measured.</param>
internal sealed record Sample(
    long Operations,
    long Errors,
    double Seconds,
    double P50,
    double P99,
    double P999,
    long Bytes,
    long DatabaseCalls,
    IReadOnlyDictionary<string, double> Processor,
    long WorkerPeak = 0)
{
    /// <summary>The last error, if its cause is known.</summary>
    public string? Failure { get; init; }

    /// <summary>Operations per second.</summary>
    public double Rate => Operations / Seconds;

    /// <summary>Microseconds of CPU time per operation, over all parts.</summary>
    public double Cost => Processor.Values.Sum() * 1e6 / Operations;
}
