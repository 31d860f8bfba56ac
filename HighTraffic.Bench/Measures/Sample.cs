namespace HighTraffic.Bench.Measures;

/// <summary>What one run has shown.</summary>
/// <param name="Operations">Requests, or statements where the database is asked directly.</param>
/// <param name="Errors">Those that failed.</param>
/// <param name="Seconds">How long the run took.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">What 99 of 100 took at most, in milliseconds.</param>
/// <param name="P999">What 999 of 1,000 took at most, in milliseconds.</param>
/// <param name="Bytes">What was received, headers included; 0 where that was not measured.</param>
/// <param name="DatabaseCalls">Statements that the database executed.</param>
/// <param name="Processor">Seconds of processor time by part.</param>
/// <param name="WorkerPeak">The most memory that the worker held, in bytes; 0 where that was not measured.</param>
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
    /// <summary>What the last error was, if its cause is known.</summary>
    public string? Failure { get; init; }

    /// <summary>Operations in a second.</summary>
    public double Rate => Operations / Seconds;

    /// <summary>Microseconds of processor time for one operation, over all parts.</summary>
    public double Cost => Processor.Values.Sum() * 1e6 / Operations;
}
