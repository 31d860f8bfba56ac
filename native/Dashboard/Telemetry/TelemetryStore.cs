using HighTraffic.Native.Dashboard.Live;

namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>All telemetry that is held. It lives in memory, within fixed bounds, and ends with the run.</summary>
/// <param name="changes">Told of what comes.</param>
public sealed class TelemetryStore(ChangeFeed changes)
{
    /// <summary>How many spans are held.</summary>
    public const int SpanCapacity = 50_000;

    /// <summary>How many log records are held.</summary>
    public const int LogCapacity = 20_000;

    /// <summary>How many sets of dimensions are held.</summary>
    public const int SeriesCapacity = 3_000;

    private const long SpanBytes = 256 * 1024 * 1024;
    private const long LogBytes = 64 * 1024 * 1024;
    private const int SourceCapacity = 500;
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);

    /// <summary>The spans.</summary>
    public SpanStore Spans { get; } = new(SpanCapacity, SpanBytes);

    /// <summary>The log records.</summary>
    public LogStore Logs { get; } = new(LogCapacity, LogBytes);

    /// <summary>The metrics.</summary>
    public MetricStore Metrics { get; } = new(SeriesCapacity);

    /// <summary>The processes that have sent something.</summary>
    public IReadOnlyList<string> Sources
    {
        get
        {
            lock (_gate)
            {
                return [.. _sources];
            }
        }
    }

    internal void Add(IReadOnlyList<Span> spans)
    {
        Register(spans.Select(span => span.Source.Name));
        Spans.Add(spans);
        changes.Tell(Topic.Traces);
    }

    internal void Add(IReadOnlyList<LogRecord> records)
    {
        Register(records.Select(record => record.Source.Name));
        Logs.Add(records);
        changes.Tell(Topic.Logs);
    }

    internal void Add(IReadOnlyList<(Instrument Instrument, IReadOnlyList<Measurement> Measurements)> metrics)
    {
        foreach (var (instrument, measurements) in metrics)
        {
            Metrics.Add(instrument, measurements);
        }

        changes.Tell(Topic.Metrics);
    }

    private void Register(IEnumerable<string> sources)
    {
        lock (_gate)
        {
            foreach (var source in sources.Where(_ => _sources.Count < SourceCapacity))
            {
                _sources.Add(source);
            }
        }
    }
}
