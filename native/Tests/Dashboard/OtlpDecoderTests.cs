using Google.Protobuf;
using HighTraffic.Native.Dashboard.Otlp;
using HighTraffic.Native.Dashboard.Telemetry;
using Opentelemetry.Proto.Collector.Logs.V1;
using Opentelemetry.Proto.Collector.Trace.V1;
using Opentelemetry.Proto.Common.V1;
using Opentelemetry.Proto.Logs.V1;
using Opentelemetry.Proto.Resource.V1;
using Opentelemetry.Proto.Trace.V1;
using OtlpLogRecord = Opentelemetry.Proto.Logs.V1.LogRecord;
using OtlpSpan = Opentelemetry.Proto.Trace.V1.Span;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class OtlpDecoderTests
{
    private static readonly ByteString TraceId = ByteString.CopyFrom(Convert.FromHexString("0102030405060708090a0b0c0d0e0f10"));
    private static readonly ByteString SpanId = ByteString.CopyFrom(Convert.FromHexString("1112131415161718"));

    [Fact]
    public void A_span_keeps_what_it_says()
    {
        var span = Assert.Single(OtlpDecoder.Spans(Request(new OtlpSpan
        {
            TraceId = TraceId,
            SpanId = SpanId,
            Name = "GET /",
            Kind = OtlpSpan.Types.SpanKind.Server,
            StartTimeUnixNano = 1_000,
            EndTimeUnixNano = 3_000,
            Status = new Status { Code = Status.Types.StatusCode.Error, Message = "broken" },
            Attributes = { Pair("count", new AnyValue { IntValue = 5 }), Pair("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { BoolValue = true } } } }) },
            Events = { new OtlpSpan.Types.Event { Name = "exception", TimeUnixNano = 2_000 } },
        })));
        Assert.Equal(("0102030405060708090a0b0c0d0e0f10", "1112131415161718", null), (span.TraceId, span.SpanId, span.ParentId));
        Assert.Equal(("GET /", "server", 1_000, 3_000), (span.Name, span.Kind, span.Start, span.End));
        Assert.Equal((true, "broken"), (span.Failed, span.StatusMessage));
        Assert.Equal([KeyValuePair.Create("count", "5"), KeyValuePair.Create("list", "[true]")], span.Attributes);
        Assert.Equal("exception", Assert.Single(span.Events).Name);
        Assert.Equal(("worker-2", "library"), (span.Source.Name, span.Scope));
    }

    [Fact]
    public void A_span_without_an_id_is_left_out() =>
        Assert.Empty(OtlpDecoder.Spans(Request(new OtlpSpan { Name = "nameless" })));

    [Fact]
    public void What_is_out_of_bounds_is_cut()
    {
        var sent = new OtlpSpan { TraceId = TraceId, SpanId = SpanId, StartTimeUnixNano = 5, EndTimeUnixNano = 1 };
        sent.Attributes.AddRange(Enumerable.Range(0, 1_000).Select(number => Pair($"key{number}", new AnyValue { StringValue = new string('x', 10_000) })));
        var span = Assert.Single(OtlpDecoder.Spans(Request(sent)));
        Assert.Equal(128, span.Attributes.Count);
        Assert.All(span.Attributes, attribute => Assert.InRange(attribute.Value.Length, 1, 4_097));
        Assert.Equal(span.Start, span.End);
    }

    [Theory]
    [InlineData(2, LogLevel.Trace)]
    [InlineData(5, LogLevel.Debug)]
    [InlineData(0, LogLevel.Information)]
    [InlineData(12, LogLevel.Information)]
    [InlineData(13, LogLevel.Warning)]
    [InlineData(17, LogLevel.Error)]
    [InlineData(21, LogLevel.Critical)]
    public void A_log_record_keeps_its_level_and_its_trace(int severity, LogLevel expected)
    {
        var record = new OtlpLogRecord { SeverityNumber = (SeverityNumber)severity, TraceId = TraceId, SpanId = SpanId, Body = new AnyValue { StringValue = "said" }, ObservedTimeUnixNano = 7 };
        var request = new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { record } } } } } };
        var decoded = Assert.Single(OtlpDecoder.Logs(request));
        Assert.Equal((expected, "said", "0102030405060708090a0b0c0d0e0f10", 7), (decoded.Level, decoded.Message, decoded.TraceId, decoded.Time));
        Assert.Equal("unknown", decoded.Source.Name);
    }

    private static ExportTraceServiceRequest Request(OtlpSpan span) => new()
    {
        ResourceSpans =
        {
            new ResourceSpans
            {
                Resource = new Resource
                {
                    Attributes = { Pair("service.name", new AnyValue { StringValue = "worker" }), Pair("service.instance.id", new AnyValue { StringValue = "2" }) },
                },
                ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = "library" }, Spans = { span } } },
            },
        },
    };

    private static KeyValue Pair(string key, AnyValue value) => new() { Key = key, Value = value };
}
