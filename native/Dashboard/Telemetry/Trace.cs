namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>What the list shows of a trace.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Name">The name of its first span.</param>
/// <param name="Source">The process of its first span.</param>
/// <param name="Start">When it began, in nanoseconds since the Unix epoch.</param>
/// <param name="Duration">From its first beginning to its last end, in nanoseconds.</param>
/// <param name="Spans">How many spans each process has in it.</param>
/// <param name="Failures">How many of the spans failed.</param>
public sealed record TraceSummary(
    string TraceId, string Name, TelemetrySource Source, long Start, long Duration, IReadOnlyList<(string Source, int Count)> Spans, int Failures);

/// <summary>Which traces to list.</summary>
/// <param name="Source">Only those with a span of this process.</param>
/// <param name="Text">Only those with this text in the name of a span or in their id.</param>
/// <param name="FailedOnly">Only those with a span that failed.</param>
/// <param name="AtLeast">Only those that took so long, in nanoseconds.</param>
/// <param name="WithBackground">
/// Also those that begin with a call to a server: nobody asked for them, they are health checks and the like, and by far the most.
/// </param>
public sealed record TraceFilter(string? Source = null, string? Text = null, bool FailedOnly = false, long AtLeast = 0, bool WithBackground = false);

/// <summary>A page of the list.</summary>
/// <param name="Traces">The traces, the latest first.</param>
/// <param name="Matches">How many match in all.</param>
/// <param name="Held">How many are held.</param>
public sealed record TracePage(IReadOnlyList<TraceSummary> Traces, int Matches, int Held);

/// <summary>A trace as a waterfall.</summary>
/// <param name="Summary">The trace as a whole.</param>
/// <param name="Rows">Its spans, each after its parent.</param>
public sealed record Waterfall(TraceSummary Summary, IReadOnlyList<WaterfallRow> Rows);

/// <summary>A line of a waterfall.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">How many spans are above it.</param>
/// <param name="IsOrphan">Whether the span above it has not come, or not yet.</param>
public sealed record WaterfallRow(Span Span, int Depth, bool IsOrphan);
