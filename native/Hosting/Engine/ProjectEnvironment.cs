using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Engine;

/// <summary>The variables that every project gets.</summary>
internal static class ProjectEnvironment
{
    public static void Add(EnvironmentCallbackContext context, IConfiguration configuration, string name)
    {
        var variables = context.EnvironmentVariables;
        variables["OTEL_SERVICE_NAME"] = name;
        var endpoint = configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (endpoint is not null)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "grpc";
        }

        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = Console.IsOutputRedirected ? "false" : "true";
    }
}
