using Google.Protobuf;
using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
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
        if (!IsProtobuf(request))
        {
            return null;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        try
        {
            return parser.ParseFrom(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsProtobuf(HttpRequest request) => request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) == true;

    private static StatusCodeHttpResult Unreadable(HttpRequest request) =>
        TypedResults.StatusCode(IsProtobuf(request) ? StatusCodes.Status400BadRequest : StatusCodes.Status415UnsupportedMediaType);

    private static FileContentHttpResult Answer(IMessage message) => TypedResults.Bytes(message.ToByteArray(), Protobuf);
}
