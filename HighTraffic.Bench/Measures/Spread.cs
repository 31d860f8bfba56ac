using MathNet.Numerics.Statistics;

namespace HighTraffic.Bench.Measures;

/// <summary>A figure over several runs.</summary>
/// <param name="Median">The median.</param>
/// <param name="Min">The minimum.</param>
/// <param name="Max">The maximum.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>Summarises the runs.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return new Spread(all.Median(), all.Min(), all.Max());
    }

    /// <summary>Whether all runs of one are apart from all runs of the other, so that the difference is more than noise.</summary>
    public bool DiffersFrom(Spread other) => Max < other.Min || Min > other.Max;
}
