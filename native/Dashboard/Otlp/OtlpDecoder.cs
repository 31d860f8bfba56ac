using System.Globalization;
using Google.Protobuf;
using HighTraffic.Native.Dashboard.Telemetry;
using Opentelemetry.Proto.Collector.Logs.V1;
using Opentelemetry.Proto.Collector.Trace.V1;
using Opentelemetry.Proto.Common.V1;
using Opentelemetry.Proto.Resource.V1;
using OtlpLogRecord = Opentelemetry.Proto.Logs.V1.LogRecord;
using OtlpSpan = Opentelemetry.Proto.Trace.V1.Span;
using OtlpStatusCode = Opentelemetry.Proto.Trace.V1.Status.Types.StatusCode;

namespace HighTraffic.Native.Dashboard.Otlp;

/// <summary>Makes spans and log records of what came by OTLP. What is out of bounds is cut, so that no sender fills the memory.</summary>
internal static class OtlpDecoder
{
    private const int MostAttributes = 128;
    private const int LongestValue = 4_096;
    private const int LongestMessage = 16_384;
    private const int MostEvents = 64;

    public static IReadOnlyList<Span> Spans(ExportTraceServiceRequest request)
    {
        var spans = new List<Span>();
        foreach (var resource in request.ResourceSpans)
        {
            var source = Source(resource.Resource);
            foreach (var scope in resource.ScopeSpans)
            {
                spans.AddRange(scope.Spans.Where(span => span.TraceId.Length == 16 && span.SpanId.Length == 8)
                    .Select(span => Decode(span, source, scope.Scope?.Name ?? "")));
            }
        }

        return spans;
    }

    public static IReadOnlyList<LogRecord> Logs(ExportLogsServiceRequest request)
    {
        var records = new List<LogRecord>();
        foreach (var resource in request.ResourceLogs)
        {
            var source = Source(resource.Resource);
            foreach (var scope in resource.ScopeLogs)
            {
                records.AddRange(scope.LogRecords.Select(record => Decode(record, source, scope.Scope?.Name ?? "")));
            }
        }

        return records;
    }

    public static TelemetrySource Source(Resource? resource)
    {
        var attributes = Attributes(resource?.Attributes ?? []);
        return new TelemetrySource(Find(attributes, "service.name") ?? "unknown", Find(attributes, "service.instance.id") ?? "")
        {
            Attributes = attributes,
        };
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Attributes(IEnumerable<KeyValue> attributes) =>
        [.. attributes.Take(MostAttributes).Select(attribute => KeyValuePair.Create(Cut(attribute.Key, 256), Cut(Text(attribute.Value), LongestValue)))];

    private static Span Decode(OtlpSpan span, TelemetrySource source, string scope) => new()
    {
        TraceId = Hex(span.TraceId)!,
        SpanId = Hex(span.SpanId)!,
        ParentId = Hex(span.ParentSpanId),
        Name = Cut(span.Name, 512),
        Kind = Kind(span.Kind),
        Start = (long)span.StartTimeUnixNano,
        End = Math.Max((long)span.StartTimeUnixNano, (long)span.EndTimeUnixNano),
        Failed = span.Status?.Code == OtlpStatusCode.Error,
        StatusMessage = string.IsNullOrEmpty(span.Status?.Message) ? null : Cut(span.Status.Message, LongestValue),
        Scope = scope,
        Source = source,
        Attributes = Attributes(span.Attributes),
        Events = [.. span.Events.Take(MostEvents).Select(happened => new SpanEvent((long)happened.TimeUnixNano, Cut(happened.Name, 512), Attributes(happened.Attributes)))],
        Links = [.. span.Links.Take(MostEvents).Select(link => new SpanLink(Hex(link.TraceId) ?? "", Hex(link.SpanId) ?? ""))],
    };

    private static LogRecord Decode(OtlpLogRecord record, TelemetrySource source, string scope) => new()
    {
        Time = (long)(record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano),
        Level = Level((int)record.SeverityNumber),
        Message = Cut(Text(record.Body), LongestMessage),
        Category = Cut(scope, 512),
        Source = source,
        TraceId = record.TraceId.Length == 16 ? Hex(record.TraceId) : null,
        SpanId = record.SpanId.Length == 8 ? Hex(record.SpanId) : null,
        Attributes = Attributes(record.Attributes),
    };

    private static string Kind(OtlpSpan.Types.SpanKind kind) => kind switch
    {
        OtlpSpan.Types.SpanKind.Server => "server",
        OtlpSpan.Types.SpanKind.Client => "client",
        OtlpSpan.Types.SpanKind.Producer => "producer",
        OtlpSpan.Types.SpanKind.Consumer => "consumer",
        _ => "internal",
    };

    // The log data model has four numbers for each level: 1 to 4 for trace, 21 to 24 for fatal, and 0 for none.
    private static LogLevel Level(int severity) => severity switch
    {
        >= 21 => LogLevel.Critical,
        >= 17 => LogLevel.Error,
        >= 13 => LogLevel.Warning,
        >= 9 or 0 => LogLevel.Information,
        >= 5 => LogLevel.Debug,
        _ => LogLevel.Trace,
    };

    private static string Text(AnyValue? value) => value?.ValueCase switch
    {
        null or AnyValue.ValueOneofCase.None => "",
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => Convert.ToHexStringLower(value.BytesValue.Span),
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Values.Take(MostAttributes).Select(Text))}]",
        _ => $"{{{string.Join(", ", value.KvlistValue.Values.Take(MostAttributes).Select(pair => $"{pair.Key}: {Text(pair.Value)}"))}}}",
    };

    private static string? Hex(ByteString id) => id.IsEmpty ? null : Convert.ToHexStringLower(id.Span);

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.Key == name).Value;

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
