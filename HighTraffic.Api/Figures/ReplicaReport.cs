namespace HighTraffic.Api.Figures;

/// <summary>What a replica reports to the others about its last seconds.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Seconds">How many seconds it covers.</param>
/// <param name="Memory">Public reads that were answered from the replica's own memory.</param>
/// <param name="Redis">Those that were answered from Redis.</param>
/// <param name="Database">Those that were computed, or waited for another request's computation.</param>
/// <param name="Durations">All requests, by the buckets of <see cref="LatencyBuckets"/>. Empty buckets are omitted.</param>
internal sealed record ReplicaReport(
    DateTimeOffset At, double Seconds, long Memory, long Redis, long Database, IReadOnlyDictionary<int, long> Durations)
{
    /// <summary>Requests a second.</summary>
    public double Rate() => Seconds > 0 ? Durations.Values.Sum() / Seconds : 0;
}
