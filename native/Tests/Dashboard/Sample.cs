using System.Globalization;
using HighTraffic.Native.Dashboard.Telemetry;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>Telemetry to test with.</summary>
internal static class Sample
{
    public const long Millisecond = 1_000_000;
    public static readonly TelemetrySource Api = new("api-1", "api-1");
    public static readonly TelemetrySource Worker = new("worker", "2");

    public static string TraceId(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    public static Span Span(
        int trace, string id, string? parent = null, long start = 0, long duration = 1, string name = "work", TelemetrySource? source = null, string kind = "server", bool failed = false) => new()
        {
            TraceId = TraceId(trace),
            SpanId = id,
            ParentId = parent,
            Name = name,
            Kind = kind,
            Start = start * Millisecond,
            End = (start + duration) * Millisecond,
            Failed = failed,
            Scope = "test",
            Source = source ?? Api,
        };

    public static LogRecord Log(string message, LogLevel level = LogLevel.Information, TelemetrySource? source = null, string? traceId = null, long time = 0) => new()
    {
        Time = time,
        Level = level,
        Message = message,
        Category = "Test.Category",
        Source = source ?? Api,
        TraceId = traceId,
    };
}
