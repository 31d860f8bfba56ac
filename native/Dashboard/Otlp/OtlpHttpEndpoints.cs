using Google.Protobuf;
using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Opentelemetry.Proto.Collector.Logs.V1;
using Opentelemetry.Proto.Collector.Metrics.V1;
using Opentelemetry.Proto.Collector.Trace.V1;

namespace HighTraffic.Native.Dashboard.Otlp;

/// <summary>Takes telemetry by OTLP over HTTP, in its binary form.</summary>
internal static class OtlpHttpEndpoints
{
    private const string Protobuf = "application/x-protobuf";

    public static IEndpointConventionBuilder MapOtlpHttp(this IEndpointRouteBuilder app)
    {
        var otlp = app.MapGroup("/v1");
        otlp.MapPost("/traces", TracesAsync);
        otlp.MapPost("/logs", LogsAsync);
        otlp.MapPost("/metrics", MetricsAsync);
        return otlp;
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> TracesAsync(HttpRequest request, TelemetryStore store)
    {
        if (await ReadAsync(request, ExportTraceServiceRequest.Parser) is not { } sent)
        {
            return Unreadable(request);
        }

        store.Add(OtlpDecoder.Spans(sent));
        return Answer(new ExportTraceServiceResponse());
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> LogsAsync(HttpRequest request, TelemetryStore store)
    {
        if (await ReadAsync(request, ExportLogsServiceRequest.Parser) is not { } sent)
        {
            return Unreadable(request);
        }

        store.Add(OtlpDecoder.Logs(sent));
        return Answer(new ExportLogsServiceResponse());
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> MetricsAsync(HttpRequest request, TelemetryStore store)
    {
        if (await ReadAsync(request, ExportMetricsServiceRequest.Parser) is not { } sent)
        {
            return Unreadable(request);
        }

        store.Add(OtlpMetricDecoder.Metrics(sent));
        return Answer(new ExportMetricsServiceResponse());
    }

    private static async Task<T?> ReadAsync<T>(HttpRequest request, MessageParser<T> parser) where T : class, IMessage<T>
    {
        if (!IsReadable(request))
        {
            return null;
        }

        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            return parser.ParseFrom(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException)
        {
            return null;
        }
    }

    // What is compressed in a known way has been decompressed by now, and its header is gone.
    private static bool IsReadable(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase)
        && StringValues.IsNullOrEmpty(request.Headers.ContentEncoding);

    private static StatusCodeHttpResult Unreadable(HttpRequest request) =>
        TypedResults.StatusCode(IsReadable(request) ? StatusCodes.Status400BadRequest : StatusCodes.Status415UnsupportedMediaType);

    private static FileContentHttpResult Answer(IMessage message) => TypedResults.Bytes(message.ToByteArray(), Protobuf);
}
