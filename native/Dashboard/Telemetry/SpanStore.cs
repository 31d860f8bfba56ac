namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>The last spans, by trace. When there are too many the traces that began to come first are forgotten.</summary>
/// <param name="capacity">How many spans are held.</param>
/// <param name="bytes">How much memory they may take, by estimate.</param>
public sealed class SpanStore(int capacity, long bytes = long.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TraceSpans> _traces = [];
    private readonly Queue<TraceSpans> _byArrival = new();
    private int _count;
    private long _size;

    /// <summary>How many spans are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds spans.</summary>
    /// <param name="spans">The spans, in any order.</param>
    public void Add(IEnumerable<Span> spans)
    {
        lock (_gate)
        {
            foreach (var span in spans)
            {
                Add(span);
            }
        }
    }

    /// <summary>Lists traces.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="offset">How many matches to pass over.</param>
    /// <param name="limit">How many to list.</param>
    /// <returns>The page.</returns>
    public TracePage List(TraceFilter filter, int offset, int limit)
    {
        lock (_gate)
        {
            var matches = _traces.Values.Where(trace => trace.Matches(filter)).ToList();
            matches.Sort((left, right) => right.Start.CompareTo(left.Start));
            return new TracePage([.. matches.Skip(offset).Take(limit).Select(trace => trace.Summarize())], matches.Count, _traces.Count);
        }
    }

    /// <summary>Tells whether anything of a trace is held.</summary>
    /// <param name="traceId">Its id.</param>
    /// <returns>Whether it can be found.</returns>
    public bool Holds(string traceId)
    {
        lock (_gate)
        {
            return _traces.ContainsKey(traceId);
        }
    }

    /// <summary>Finds a trace.</summary>
    /// <param name="traceId">Its id.</param>
    /// <returns>The trace, or null if it is not held.</returns>
    public Waterfall? Find(string traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var trace) ? trace.ToWaterfall() : null;
        }
    }

    private void Add(Span span)
    {
        if (!_traces.TryGetValue(span.TraceId, out var trace))
        {
            _traces[span.TraceId] = trace = new TraceSpans(span.TraceId);
            _byArrival.Enqueue(trace);
        }

        // A trace that alone is larger than the store keeps its beginning.
        var size = Footprint.Of(span);
        if (trace.Count >= capacity || trace.Size + size > bytes || !trace.TryAdd(span, size))
        {
            return;
        }

        _count++;
        _size += size;
        while (_count > capacity || _size > bytes)
        {
            var oldest = _byArrival.Dequeue();
            if (oldest == trace)
            {
                _byArrival.Enqueue(oldest);
                continue;
            }

            _traces.Remove(oldest.TraceId);
            _count -= oldest.Count;
            _size -= oldest.Size;
        }
    }
}
