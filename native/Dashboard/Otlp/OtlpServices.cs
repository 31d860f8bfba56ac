using Grpc.Core;
using HighTraffic.Native.Dashboard.Telemetry;
using Opentelemetry.Proto.Collector.Logs.V1;
using Opentelemetry.Proto.Collector.Metrics.V1;
using Opentelemetry.Proto.Collector.Trace.V1;

namespace HighTraffic.Native.Dashboard.Otlp;

/// <summary>Takes spans by OTLP over gRPC.</summary>
internal sealed class OtlpTraceService(TelemetryStore store) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        store.Add(OtlpDecoder.Spans(request));
        return Task.FromResult(new ExportTraceServiceResponse());
    }
}

/// <summary>Takes log records by OTLP over gRPC.</summary>
internal sealed class OtlpLogService(TelemetryStore store) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context)
    {
        store.Add(OtlpDecoder.Logs(request));
        return Task.FromResult(new ExportLogsServiceResponse());
    }
}

/// <summary>Takes metrics by OTLP over gRPC.</summary>
internal sealed class OtlpMetricService(TelemetryStore store) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
    {
        store.Add(OtlpMetricDecoder.Metrics(request));
        return Task.FromResult(new ExportMetricsServiceResponse());
    }
}
