namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>How serious a log record is.</summary>
public enum LogLevel
{
    /// <summary>For whoever follows the code.</summary>
    Trace,

    /// <summary>For whoever looks for a fault.</summary>
    Debug,

    /// <summary>What happened.</summary>
    Information,

    /// <summary>What should not have happened.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,

    /// <summary>What ended the process.</summary>
    Critical,
}

/// <summary>A structured log record.</summary>
public sealed record LogRecord
{
    /// <summary>Its number in the store, from 1.</summary>
    public long Number { get; init; }

    /// <summary>When it was written, in nanoseconds since the Unix epoch.</summary>
    public required long Time { get; init; }

    /// <summary>How serious it is.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>What it says.</summary>
    public required string Message { get; init; }

    /// <summary>What wrote it.</summary>
    public required string Category { get; init; }

    /// <summary>The process that wrote it.</summary>
    public required TelemetrySource Source { get; init; }

    /// <summary>The trace during which it was written.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span during which it was written.</summary>
    public string? SpanId { get; init; }

    /// <summary>More about it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];
}

/// <summary>Which log records to list.</summary>
/// <param name="Source">Only those of this process.</param>
/// <param name="AtLeast">Only those so serious.</param>
/// <param name="Text">Only those with this text in the message, the category or an attribute.</param>
/// <param name="TraceId">Only those of this trace.</param>
public sealed record LogFilter(string? Source = null, LogLevel AtLeast = LogLevel.Trace, string? Text = null, string? TraceId = null);

/// <summary>A page of the list.</summary>
/// <param name="Records">The records, the latest first.</param>
/// <param name="Matches">How many match in all.</param>
/// <param name="Held">How many are held.</param>
public sealed record LogPage(IReadOnlyList<LogRecord> Records, int Matches, int Held);
