using Microsoft.AspNetCore.Http;
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

    /// <summary>Reports traces, metrics and logs by OTLP if an endpoint is configured; sampling follows <c>OTEL_TRACES_SAMPLER</c>.</summary>
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
                .AddSource(App, MassTransit)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsHealthRequest(context.Request.Path))
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    private static bool IsHealthRequest(PathString path) =>
        path.StartsWithSegments(HealthExtensions.ReadinessPath) || path.StartsWithSegments(HealthExtensions.LivenessPath);
}
