using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

internal static class TelemetryExtensions
{
    // The names under which the app itself and MassTransit report; the clients of PostgreSQL and Redis add their own.
    private const string App = "HighTraffic";
    private const string MassTransit = "MassTransit";

    // New traces that a process begins each second. 0 leaves the choice to OTEL_TRACES_SAMPLER.
    private const string TracesPerSecond = "HighTraffic:Telemetry:TracesPerSecond";
    private const int DefaultTracesPerSecond = 50;

    /// <summary>Reports traces, metrics and logs by OTLP if an endpoint is configured.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // The database clients ask for tracing by themselves; without a receiver their spans would cost time for nothing.
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.SetSampler(new AlwaysOffSampler()));
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(App, MassTransit))
            .WithTracing(tracing => tracing
                .LimitTraces(builder.Configuration.GetValue(TracesPerSecond, DefaultTracesPerSecond))
                .AddSource(App, MassTransit)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsHealthRequest(context.Request.Path))
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    // Who has recorded the caller's side of a trace gets this side as well.
    private static TracerProviderBuilder LimitTraces(this TracerProviderBuilder tracing, int tracesPerSecond) =>
        tracesPerSecond > 0 ? tracing.SetSampler(new ParentBasedSampler(new TraceLimit(tracesPerSecond))) : tracing;

    private static bool IsHealthRequest(PathString path) =>
        path.StartsWithSegments(HealthExtensions.ReadinessPath) || path.StartsWithSegments(HealthExtensions.LivenessPath);
}
