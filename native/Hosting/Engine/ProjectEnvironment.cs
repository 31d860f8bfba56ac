using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Engine;

/// <summary>The variables that every project gets: those that Aspire hands to its projects when it runs them.</summary>
internal static class ProjectEnvironment
{
    // In milliseconds: what a developer just did is to be seen at once.
    private const string DevelopmentInterval = "1000";

    public static void Add(EnvironmentCallbackContext context, IConfiguration configuration, IHostEnvironment environment, string name)
    {
        var variables = context.EnvironmentVariables;
        variables["OTEL_SERVICE_NAME"] = name;
        if (TelemetryTarget.Read(configuration) is { } target)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = target.Endpoint;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = target.Protocol;
            if (configuration["AppHost:OtlpApiKey"] is { } key)
            {
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }

            AddExportSettings(variables, configuration, environment);
        }

        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = Console.IsOutputRedirected ? "false" : "true";
    }

    // What somebody set for the AppHost is meant for its projects: a sampler for a measurement, for example.
    private static void AddExportSettings(Dictionary<string, object> variables, IConfiguration configuration, IHostEnvironment environment)
    {
        Set("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (environment.IsDevelopment())
        {
            Set("OTEL_BLRP_SCHEDULE_DELAY", DevelopmentInterval);
            Set("OTEL_BSP_SCHEDULE_DELAY", DevelopmentInterval);
            Set("OTEL_METRIC_EXPORT_INTERVAL", DevelopmentInterval);
            Set("OTEL_TRACES_SAMPLER", "always_on");
            Set("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based");
        }

        void Set(string name, string value) => variables[name] = configuration[name] ?? value;
    }
}
