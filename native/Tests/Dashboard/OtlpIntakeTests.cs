using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Opentelemetry.Proto.Collector.Logs.V1;
using Opentelemetry.Proto.Collector.Trace.V1;
using Opentelemetry.Proto.Common.V1;
using Opentelemetry.Proto.Logs.V1;
using Opentelemetry.Proto.Trace.V1;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtlpResource = Opentelemetry.Proto.Resource.V1.Resource;
using OtlpSpan = Opentelemetry.Proto.Trace.V1.Span;
using OtlpStatus = Opentelemetry.Proto.Trace.V1.Status;
using TraceFilter = HighTraffic.Native.Dashboard.Telemetry.TraceFilter;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>What processes send, the well-meaning and the others.</summary>
public sealed class OtlpIntakeTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
    private const int LargestMessage = 8 * 1024 * 1024;
    private readonly TestDashboard _dashboard = new();
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await _dashboard.StartAsync();

    public async ValueTask DisposeAsync() => await _dashboard.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc, TestDashboard.Key, 1)]
    [InlineData(OtlpExportProtocol.Grpc, "wrong", 0)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, TestDashboard.Key, 1)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, "wrong", 0)]
    public void It_takes_spans_from_those_who_have_the_key(OtlpExportProtocol protocol, string key, int expected)
    {
        using var source = new ActivitySource($"test-{protocol}-{key}");
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .ConfigureResource(resource => resource.AddService("sender", serviceInstanceId: "3"))
            .AddOtlpExporter(otlp =>
            {
                otlp.Protocol = protocol;
                otlp.Endpoint = protocol == OtlpExportProtocol.Grpc
                    ? new Uri($"http://localhost:{_dashboard.Options.GrpcPort}")
                    : new Uri($"http://localhost:{_dashboard.Options.WebPort}/v1/traces");
                otlp.Headers = $"x-otlp-api-key={key}";
                otlp.ExportProcessorType = ExportProcessorType.Simple;
            })
            .Build())
        {
            source.StartActivity("sent", ActivityKind.Server)!.Dispose();
        }

        var page = _dashboard.App.Telemetry.Spans.List(new TraceFilter(), 0, 10);
        Assert.Equal(expected, page.Matches);
        Assert.All(page.Traces, trace => Assert.Equal(("sent", "sender-3"), (trace.Name, trace.Source.Name)));
    }

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/logs")]
    [InlineData("/v1/metrics")]
    public async Task It_refuses_what_it_cannot_read(string path)
    {
        byte[] nonsense = [0xff, 0xff, 0xff];
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(path, nonsense, key: "wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(path, nonsense));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(path, nonsense, coding: "gzip"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(path, nonsense, coding: "snappy"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(path, nonsense, type: "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(path, new byte[LargestMessage + 1]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(path, Compress(new byte[20 * LargestMessage]), coding: "gzip"));
    }

    [Fact]
    public async Task It_reads_what_is_compressed()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/v1/traces", Compress(Spans("squeezed").ToByteArray()), coding: "gzip"));
        Assert.Equal("squeezed", Assert.Single(_dashboard.App.Telemetry.Spans.List(new TraceFilter(), 0, 10).Traces).Name);
    }

    [Fact]
    public async Task Whatever_a_process_says_is_shown_as_text()
    {
        var sent = Spans(Hostile);
        var span = sent.ResourceSpans[0].ScopeSpans[0].Spans[0];
        await PostAsync("/v1/traces", sent.ToByteArray());
        await PostAsync("/v1/logs", Logs(Hostile, span.TraceId).ToByteArray());
        (await _client.GetAsync($"/login?t={TestDashboard.Token}")).Dispose();
        var trace = $"/traces/{Convert.ToHexStringLower(span.TraceId.Span)}";
        foreach (var path in new[] { "/traces", trace, $"{trace}?span={Convert.ToHexStringLower(span.SpanId.Span)}", "/logs", $"/logs?text={Uri.EscapeDataString(Hostile)}&source={Uri.EscapeDataString(Hostile)}" })
        {
            var page = await _client.GetStringAsync(path);
            Assert.Contains("&lt;script&gt;alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        }
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static ExportTraceServiceRequest Spans(string name)
    {
        var span = new OtlpSpan
        {
            TraceId = ByteString.CopyFrom(Guid.NewGuid().ToByteArray()),
            SpanId = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8),
            Name = name,
            Kind = OtlpSpan.Types.SpanKind.Server,
            Attributes = { Attribute(name, name) },
            Status = new OtlpStatus { Code = OtlpStatus.Types.StatusCode.Error, Message = name },
            Events = { new OtlpSpan.Types.Event { Name = name, Attributes = { Attribute(name, name) } } },
        };
        return new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { Resource = Sender(name), ScopeSpans = { new ScopeSpans { Scope = new InstrumentationScope { Name = name }, Spans = { span } } } } },
        };
    }

    private static ExportLogsServiceRequest Logs(string body, ByteString traceId) => new()
    {
        ResourceLogs =
        {
            new ResourceLogs
            {
                Resource = Sender(body),
                ScopeLogs = { new ScopeLogs { LogRecords = { new LogRecord { Body = new AnyValue { StringValue = body }, Attributes = { Attribute(body, body) }, TraceId = traceId } } } },
            },
        },
    };

    private static OtlpResource Sender(string name) => new() { Attributes = { Attribute("service.name", name) } };

    private static KeyValue Attribute(string name, string value) => new() { Key = name, Value = new AnyValue { StringValue = value } };

    private async Task<HttpStatusCode> PostAsync(
        string path, byte[] content, string type = "application/x-protobuf", string? coding = null, string key = TestDashboard.Key)
    {
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        if (coding is not null)
        {
            body.Headers.ContentEncoding.Add(coding);
        }

        // What is too large is refused before it is sent, and not while it is.
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body, Headers = { { "x-otlp-api-key", key } } };
        request.Headers.ExpectContinue = true;
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }
}
