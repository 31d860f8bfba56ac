namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>The spans of one trace, in whatever order they come.</summary>
internal sealed class TraceSpans(string traceId)
{
    private readonly Dictionary<string, Span> _spans = [];
    private readonly Dictionary<string, int> _sources = [];
    private Span? _first;
    private long _start = long.MaxValue;
    private long _end;
    private int _failures;

    public string TraceId { get; } = traceId;

    public int Count => _spans.Count;

    /// <summary>How much memory they take, by estimate.</summary>
    public long Size { get; private set; }

    public long Start => _start;

    /// <summary>Adds a span, unless it came before: a sender that got no answer sends again.</summary>
    public bool TryAdd(Span span, int size)
    {
        if (!_spans.TryAdd(span.SpanId, span))
        {
            return false;
        }

        Size += size;
        _sources[span.Source.Name] = _sources.GetValueOrDefault(span.Source.Name) + 1;
        _start = Math.Min(_start, span.Start);
        _end = Math.Max(_end, span.End);
        _failures += span.Failed ? 1 : 0;
        if (_first is null || IsBefore(span, _first))
        {
            _first = span;
        }

        return true;
    }

    public bool Matches(TraceFilter filter) =>
        (filter.WithBackground || _first!.Kind != "client")
        && (!filter.FailedOnly || _failures > 0)
        && (filter.AtLeast == 0 || _end - _start >= filter.AtLeast)
        && (filter.Source is null || _sources.ContainsKey(filter.Source))
        && (filter.Text is null || Contains(filter.Text));

    public TraceSummary Summarize() => new(
        TraceId, _first!.Name, _first.Source, _start, _end - _start, [.. _sources.Select(source => (source.Key, source.Value))], _failures);

    public Waterfall ToWaterfall()
    {
        var children = _spans.Values.Where(span => HasParent(span)).ToLookup(span => span.ParentId!);
        var rows = new List<WaterfallRow>(_spans.Count);
        var shown = new HashSet<string>();
        foreach (var root in _spans.Values.Where(span => !HasParent(span)).OrderBy(span => span.Start))
        {
            AddWithChildren(root, children, rows, shown);
        }

        // Spans that are each other's parents hang on no root; nobody's mistake is to hide them.
        foreach (var span in _spans.Values.OrderBy(span => span.Start))
        {
            AddWithChildren(span, children, rows, shown);
        }

        return new Waterfall(Summarize(), rows);
    }

    private static void AddWithChildren(Span root, ILookup<string, Span> children, List<WaterfallRow> rows, HashSet<string> shown)
    {
        var open = new Stack<(Span Span, int Depth)>([(root, 0)]);
        while (open.TryPop(out var next))
        {
            if (!shown.Add(next.Span.SpanId))
            {
                continue;
            }

            rows.Add(new WaterfallRow(next.Span, next.Depth, next.Depth == 0 && next.Span.ParentId is not null));
            foreach (var child in children[next.Span.SpanId].OrderByDescending(child => child.Start))
            {
                open.Push((child, next.Depth + 1));
            }
        }
    }

    private static bool IsBefore(Span span, Span other) =>
        (span.ParentId is null) == (other.ParentId is null) ? span.Start < other.Start : span.ParentId is null;

    private bool HasParent(Span span) => span.ParentId is { } parent && parent != span.SpanId && _spans.ContainsKey(parent);

    private bool Contains(string text) =>
        TraceId.StartsWith(text, StringComparison.OrdinalIgnoreCase)
        || _spans.Values.Any(span => span.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
}
