using HighTraffic.Native.Dashboard.Telemetry;
using Opentelemetry.Proto.Collector.Metrics.V1;
using Opentelemetry.Proto.Metrics.V1;

namespace HighTraffic.Native.Dashboard.Otlp;

/// <summary>Makes measurements of what came by OTLP.</summary>
internal static class OtlpMetricDecoder
{
    public static IReadOnlyList<(Instrument Instrument, IReadOnlyList<Measurement> Measurements)> Metrics(ExportMetricsServiceRequest request)
    {
        var metrics = new List<(Instrument Instrument, IReadOnlyList<Measurement> Measurements)>();
        foreach (var resource in request.ResourceMetrics)
        {
            var source = OtlpDecoder.Source(resource.Resource);
            foreach (var scope in resource.ScopeMetrics)
            {
                metrics.AddRange(scope.Metrics.Select(metric => Decode(metric, new InstrumentId(source.Name, scope.Scope?.Name ?? "", metric.Name))));
            }
        }

        return metrics;
    }

    private static (Instrument Instrument, IReadOnlyList<Measurement> Measurements) Decode(Metric metric, InstrumentId id) => metric.DataCase switch
    {
        Metric.DataOneofCase.Sum => (
            Describe(metric, id, metric.Sum.IsMonotonic ? InstrumentKind.Counter : InstrumentKind.Gauge),
            [.. metric.Sum.DataPoints.Select(point => Number(point, IsDelta(metric.Sum.AggregationTemporality)))]),
        Metric.DataOneofCase.Gauge => (
            Describe(metric, id, InstrumentKind.Gauge), [.. metric.Gauge.DataPoints.Select(point => Number(point, isDelta: false))]),
        Metric.DataOneofCase.Histogram => (
            Describe(metric, id, InstrumentKind.Histogram),
            [.. metric.Histogram.DataPoints.Select(point => Distribution(point, IsDelta(metric.Histogram.AggregationTemporality)))]),

        // Summaries are a relic of another system, and exponential histograms have to be asked for; nothing here sends either.
        _ => (Describe(metric, id, InstrumentKind.Gauge), []),
    };

    private static Instrument Describe(Metric metric, InstrumentId id, InstrumentKind kind) => new(id, kind, metric.Unit, metric.Description);

    private static Measurement Number(NumberDataPoint point, bool isDelta)
    {
        var value = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
        return new Measurement(OtlpDecoder.Attributes(point.Attributes), new MetricPoint((long)point.TimeUnixNano, value, 0, []), [], isDelta);
    }

    private static Measurement Distribution(HistogramDataPoint point, bool isDelta) => new(
        OtlpDecoder.Attributes(point.Attributes),
        new MetricPoint((long)point.TimeUnixNano, point.Sum, (long)point.Count, [.. point.BucketCounts.Select(count => (long)count)]),
        [.. point.ExplicitBounds],
        isDelta);

    private static bool IsDelta(AggregationTemporality temporality) => temporality == AggregationTemporality.Delta;
}
