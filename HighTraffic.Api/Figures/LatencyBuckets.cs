using System.Numerics;

namespace HighTraffic.Api.Figures;

/// <summary>
/// Sorts durations into buckets, eight for each power of two of microseconds. The counts take little memory, and a percentile is accurate to 7
/// % from a microsecond to a minute.
/// </summary>
internal static class LatencyBuckets
{
    /// <summary>The number of buckets.</summary>
    public const int Count = 200;

    private const int Steps = 8;
    private const int StepBits = 3;

    /// <summary>The bucket of a duration.</summary>
    public static int Of(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        var power = BitOperations.Log2(microseconds) - StepBits;
        return Math.Min(Count - 1, ((power + 1) * Steps) + (int)((microseconds >> power) & (Steps - 1)));
    }

    /// <summary>A percentile in milliseconds; null if there are no durations.</summary>
    /// <param name="counts">How many durations are in each bucket.</param>
    /// <param name="share">The share, 0.99 for the 99th percentile.</param>
    public static double? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        var rank = (long)Math.Ceiling(share * total);
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            rank -= counts[bucket];
            if (total > 0 && rank <= 0)
            {
                return Middle(bucket) / 1_000;
            }
        }

        return null;
    }

    // In microseconds.
    private static double Middle(int bucket)
    {
        if (bucket < Steps)
        {
            return bucket + 0.5;
        }

        var width = 1L << ((bucket / Steps) - 1);
        return ((Steps + (bucket % Steps)) * width) + (width / 2.0);
    }
}
