namespace HighTraffic.Bench.Load;

/// <summary>The result of a run of <c>wrk</c>.</summary>
/// <param name="Operations">Responses, whatever their status.</param>
/// <param name="Microseconds">How long the run took.</param>
/// <param name="Bytes">Bytes received, including headers.</param>
/// <param name="P50">The median latency in microseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Refused">Responses with a status of 400 or more.</param>
/// <param name="Broken">Requests without a response.</param>
internal sealed record WrkResult(long Operations, long Microseconds, long Bytes, long P50, long P99, long P999, long Refused, long Broken);
