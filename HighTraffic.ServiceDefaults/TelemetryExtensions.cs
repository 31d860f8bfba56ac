using System.Diagnostics;
using HighTraffic.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

internal static class TelemetryExtensions
{
    // The meter and activity source of MassTransit. The clients of PostgreSQL and Redis add their own.
    private const string MassTransit = "MassTransit";

    // How many new traces a process records each second. 0 leaves sampling to OTEL_TRACES_SAMPLER.
    private const string TracesPerSecond = "HighTraffic:Telemetry:TracesPerSecond";
    private const int DefaultTracesPerSecond = 50;

    /// <summary>Exports traces, metrics and logs through OTLP if an endpoint is configured.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            // The database clients enable tracing by themselves. Without an exporter their spans would only waste time.
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.SetSampler(new AlwaysOffSampler()));
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        // There is an audit line for each write, and exporting it costs more than accepting a task. The console has them all.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(TelemetryNames.Audit, _ => Activity.Current is not { Recorded: false });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(TelemetryNames.App, MassTransit))
            .WithTracing(tracing => tracing
                .LimitTraces(builder.Configuration.GetValue(TracesPerSecond, DefaultTracesPerSecond))
                .AddSource(TelemetryNames.App, MassTransit)
                .AddAspNetCoreInstrumentation(ConfigureRequestSpans)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthGauge>();
    }

    private static TracerProviderBuilder LimitTraces(this TracerProviderBuilder tracing, int tracesPerSecond) =>
        tracesPerSecond > 0 ? tracing.SetSampler(EdgeSampler.Create(tracesPerSecond, TimeProvider.System)) : tracing;

    // Follow the conventions for headers: add the id under which Nginx logs the request, and the cache layer that answered it.
    private static void ConfigureRequestSpans(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = context => !IsHealthRequest(context.Request.Path);
        options.EnrichWithHttpRequest = (span, request) => SetHeader(span, "http.request.header.x-request-id", request.Headers["X-Request-Id"]);
        options.EnrichWithHttpResponse = (span, response) => SetHeader(span, "http.response.header.cache-status", response.Headers["Cache-Status"]);
    }

    private static void SetHeader(Activity span, string name, StringValues values)
    {
        if (values.Count > 0)
        {
            span.SetTag(name, values.ToArray());
        }
    }

    private static bool IsHealthRequest(PathString path) =>
        path.StartsWithSegments(HealthExtensions.ReadinessPath) || path.StartsWithSegments(HealthExtensions.LivenessPath);
}
