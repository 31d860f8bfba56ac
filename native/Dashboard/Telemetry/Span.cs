namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>A piece of work within a trace.</summary>
public sealed record Span
{
    /// <summary>The trace, 32 hexadecimal digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>The span, 16 hexadecimal digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The span that this one is a part of, or null for the first of a trace.</summary>
    public string? ParentId { get; init; }

    /// <summary>What was done.</summary>
    public required string Name { get; init; }

    /// <summary>Its part in a call: server, client, producer, consumer or internal.</summary>
    public required string Kind { get; init; }

    /// <summary>When it began, in nanoseconds since the Unix epoch.</summary>
    public required long Start { get; init; }

    /// <summary>When it ended, in nanoseconds since the Unix epoch.</summary>
    public required long End { get; init; }

    /// <summary>Whether it failed.</summary>
    public bool Failed { get; init; }

    /// <summary>Why it failed.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>The library that recorded it.</summary>
    public required string Scope { get; init; }

    /// <summary>The process that recorded it.</summary>
    public required TelemetrySource Source { get; init; }

    /// <summary>More about it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>What happened during it.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>Spans that it has to do with, of this trace or another.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];
}

/// <summary>What happened during a span.</summary>
/// <param name="Time">When, in nanoseconds since the Unix epoch.</param>
/// <param name="Name">What.</param>
/// <param name="Attributes">More about it.</param>
public sealed record SpanEvent(long Time, string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes);

/// <summary>A span that another has to do with.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">The span.</param>
public sealed record SpanLink(string TraceId, string SpanId);
