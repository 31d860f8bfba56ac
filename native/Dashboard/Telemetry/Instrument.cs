namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>What an instrument measures.</summary>
public enum InstrumentKind
{
    /// <summary>A sum that only grows; shown as its rate.</summary>
    Counter,

    /// <summary>A value at a moment, or a sum that also falls.</summary>
    Gauge,

    /// <summary>A distribution; shown as percentiles.</summary>
    Histogram,
}

/// <summary>An instrument of a process.</summary>
/// <param name="Source">The process.</param>
/// <param name="Meter">The meter it belongs to.</param>
/// <param name="Name">Its name.</param>
public sealed record InstrumentId(string Source, string Meter, string Name);

/// <summary>What is known of an instrument.</summary>
/// <param name="Id">Which it is.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Unit">The unit by UCUM, or an empty text.</param>
/// <param name="Description">What it says.</param>
public sealed record Instrument(InstrumentId Id, InstrumentKind Kind, string Unit, string Description);

/// <summary>What an instrument measured of one set of dimensions.</summary>
/// <param name="Dimensions">The dimensions, by name.</param>
/// <param name="Point">The measurement.</param>
/// <param name="Bounds">The upper bounds of a histogram's buckets but the last.</param>
/// <param name="IsDelta">Whether it says what came since the last one, and not since the start.</param>
public sealed record Measurement(
    IReadOnlyList<KeyValuePair<string, string>> Dimensions, MetricPoint Point, IReadOnlyList<double> Bounds, bool IsDelta);

/// <summary>A measurement at a moment.</summary>
/// <param name="Time">When, in nanoseconds since the Unix epoch.</param>
/// <param name="Value">The value, or the sum of a histogram.</param>
/// <param name="Count">How many values a histogram has.</param>
/// <param name="Buckets">How many values each bucket of a histogram has.</param>
public readonly record struct MetricPoint(long Time, double Value, long Count, IReadOnlyList<long> Buckets)
{
    internal MetricPoint Plus(MetricPoint delta) => delta with
    {
        Value = Value + delta.Value,
        Count = Count + delta.Count,
        Buckets = Buckets.Count == delta.Buckets.Count ? [.. Buckets.Zip(delta.Buckets, (left, right) => left + right)] : delta.Buckets,
    };
}
