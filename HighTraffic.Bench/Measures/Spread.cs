using MathNet.Numerics.Statistics;

namespace HighTraffic.Bench.Measures;

/// <summary>A figure over several runs.</summary>
/// <param name="Median">The median.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>Summarises the runs.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return new Spread(all.Median(), all.Min(), all.Max());
    }

    /// <summary>Whether no run of the one came near a run of the other: then the difference is more than noise.</summary>
    public bool DiffersFrom(Spread other) => Max < other.Min || Min > other.Max;
}
