using HighTraffic.Api.Caching;

namespace HighTraffic.Api.Figures;

/// <summary>
/// Counts what this replica has answered since it started. Counting costs one atomic increment and allocates nothing, because every cache hit
/// passes through here.
/// </summary>
internal sealed class FigureCounters
{
    private readonly long[] _reads = new long[Enum.GetValues<CacheOutcome>().Length];
    private readonly long[] _durations = new long[LatencyBuckets.Count];

    /// <summary>Counts a request.</summary>
    public void Request(TimeSpan duration) => Interlocked.Increment(ref _durations[LatencyBuckets.Of(duration)]);

    /// <summary>Counts a public read that was answered.</summary>
    public void Read(CacheOutcome outcome) => Interlocked.Increment(ref _reads[(int)outcome]);

    /// <summary>A snapshot of the counts. It is not atomic: counts that change meanwhile may be off by a request.</summary>
    public Moment Take() => new((long[])_reads.Clone(), (long[])_durations.Clone());

    /// <summary>The counts at one point in time.</summary>
    /// <param name="Reads">Public reads by outcome.</param>
    /// <param name="Durations">Requests by <see cref="LatencyBuckets"/>.</param>
    internal sealed record Moment(long[] Reads, long[] Durations);
}
