namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>What of an instrument to draw.</summary>
/// <param name="Until">The end of the time shown, in nanoseconds since the Unix epoch.</param>
/// <param name="Minutes">How much time is shown.</param>
/// <param name="SplitBy">The dimension whose values get a line each, or null for one line in all.</param>
/// <param name="Only">The dimensions that are to have a value.</param>
/// <param name="Rate">Whether how often a histogram's values came is drawn, and not how large they were.</param>
public sealed record MetricQuery(long Until, int Minutes, string? SplitBy, IReadOnlyDictionary<string, string> Only, bool Rate = false);

/// <summary>An instrument over time.</summary>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Times">The moments, in seconds since the Unix epoch.</param>
/// <param name="Lines">A line for each percentile or value of a dimension.</param>
public sealed record MetricChart(string Unit, IReadOnlyList<long> Times, IReadOnlyList<MetricLine> Lines)
{
    private const int MostLines = 12;
    private const int Moments = 120;
    private const long Second = 1_000_000_000;

    // A process reports at least once a minute; a value older than that is of one that has ended.
    private const long StaleAfter = 60 * Second;
    private static readonly (string Name, double Rank)[] Percentiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)];

    internal static MetricChart Draw(Instrument instrument, IReadOnlyList<MetricSeries> all, MetricQuery query)
    {
        var step = Math.Max(MetricSeries.Resolution, query.Minutes * 60 * Second / Moments);
        var end = query.Until / step * step;
        var times = Enumerable.Range(0, Moments + 1).Select(i => end - ((Moments - i) * step)).Where(time => time > query.Until - (query.Minutes * 60 * Second)).ToArray();
        var chosen = all.Where(series => query.Only.All(only => series.Dimensions.Contains(only))).ToArray();
        var groups = chosen.GroupBy(series => Label(series, query.SplitBy), StringComparer.Ordinal).ToArray();
        var lines = instrument.Kind switch
        {
            InstrumentKind.Gauge => groups.Select(group => new MetricLine(group.Key, [.. times.Select(time => Gauge(group, time))])),
            InstrumentKind.Counter => groups.Select(group => new MetricLine(group.Key, [.. times.Select(time => Rate(group, time, step, point => point.Value))])),
            _ when query.Rate => groups.Select(group => new MetricLine(group.Key, [.. times.Select(time => Rate(group, time, step, point => point.Count))])),
            _ when query.SplitBy is null => Percentiles.Select(percentile =>
                new MetricLine(percentile.Name, [.. times.Select(time => Percentile(chosen, time, step, percentile.Rank))])),
            _ => groups.Select(group => new MetricLine(group.Key, [.. times.Select(time => Percentile([.. group], time, step, 0.99))])),
        };
        return new MetricChart(
            UnitOf(instrument, query),
            [.. times.Select(time => time / Second)],
            [.. lines.OrderByDescending(line => instrument.Kind == InstrumentKind.Histogram && query.SplitBy is null && !query.Rate ? 0 : line.Values.Max() ?? 0).Take(MostLines)]);
    }

    private static string UnitOf(Instrument instrument, MetricQuery query) => instrument.Kind switch
    {
        InstrumentKind.Counter => $"{(instrument.Unit.Length == 0 ? "1" : instrument.Unit)}/s",
        InstrumentKind.Histogram when query.Rate => "1/s",
        InstrumentKind.Histogram when query.SplitBy is not null => $"{instrument.Unit}, p99",
        _ => instrument.Unit,
    };

    private static string Label(MetricSeries series, string? dimension) => dimension is null
        ? "all"
        : series.Dimensions.Where(pair => pair.Key == dimension).Select(pair => pair.Value).DefaultIfEmpty("(none)").First();

    private static double? Gauge(IEnumerable<MetricSeries> series, long time)
    {
        var values = series.Select(one => one.At(time)).Where(point => point is { } found && time - found.Time < StaleAfter).ToArray();
        return values.Length == 0 ? null : values.Sum(point => point!.Value.Value);
    }

    private static double? Rate(IEnumerable<MetricSeries> series, long time, long step, Func<MetricPoint, double> value)
    {
        double? sum = null;
        foreach (var one in series)
        {
            if (one.At(time) is { } now)
            {
                var before = one.At(time - step) is { } earlier ? value(earlier) : 0;

                // A sum that fell is that of a process that was started again.
                var grown = value(now) >= before ? value(now) - before : value(now);
                sum = (sum ?? 0) + (grown * Second / step);
            }
        }

        return sum;
    }

    private static double? Percentile(IReadOnlyList<MetricSeries> series, long time, long step, double rank)
    {
        double[]? counts = null;
        IReadOnlyList<double> bounds = [];
        foreach (var one in series.Where(one => one.Bounds.Count > 0))
        {
            if (one.At(time) is not { } now)
            {
                continue;
            }

            var before = one.At(time - step) is { } earlier && earlier.Count <= now.Count && earlier.Buckets.Count == now.Buckets.Count ? earlier.Buckets : null;
            counts ??= new double[now.Buckets.Count];
            bounds = one.Bounds;
            for (var i = 0; i < counts.Length && i < now.Buckets.Count; i++)
            {
                counts[i] += now.Buckets[i] - (before?[i] ?? 0);
            }
        }

        return counts is null ? null : Interpolate(counts, bounds, rank);
    }

    /// <summary>Finds a percentile within its bucket, as if the values were spread evenly over it.</summary>
    internal static double? Interpolate(IReadOnlyList<double> counts, IReadOnlyList<double> bounds, double rank)
    {
        var total = counts.Sum();
        if (total <= 0)
        {
            return null;
        }

        var wanted = rank * total;
        var passed = 0.0;
        for (var i = 0; i < counts.Count; i++)
        {
            if (passed + counts[i] >= wanted && counts[i] > 0)
            {
                var low = i == 0 ? 0 : bounds[i - 1];
                return i >= bounds.Count ? bounds[^1] : low + ((bounds[i] - low) * (wanted - passed) / counts[i]);
            }

            passed += counts[i];
        }

        return bounds[^1];
    }
}

/// <summary>A line of a chart.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Values">Its values at the moments of the chart; null where there is none.</param>
public sealed record MetricLine(string Label, IReadOnlyList<double?> Values);
