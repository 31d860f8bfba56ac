namespace HighTraffic.Bench.Load;

/// <summary>What <c>wrk</c> says of a run.</summary>
/// <param name="Operations">Answers, whatever their status.</param>
/// <param name="Microseconds">How long the run took.</param>
/// <param name="Bytes">What was received, headers included.</param>
/// <param name="P50">The median latency in microseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Refused">Answers with a status of 400 or more.</param>
/// <param name="Broken">Requests without an answer.</param>
internal sealed record WrkResult(long Operations, long Microseconds, long Bytes, long P50, long P99, long P999, long Refused, long Broken);
