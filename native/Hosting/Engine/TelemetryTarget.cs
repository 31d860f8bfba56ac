using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Engine;

/// <summary>Where projects send their telemetry.</summary>
/// <param name="Endpoint">The address.</param>
/// <param name="Protocol">How: <c>grpc</c> or <c>http/protobuf</c>.</param>
internal sealed record TelemetryTarget(string Endpoint, string Protocol)
{
    /// <summary>The address at which Aspire's dashboard, or ours in its place, takes telemetry by gRPC.</summary>
    public const string DashboardEndpoint = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OlderDashboardEndpoint = "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string Exporter = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Reads what is configured.</summary>
    public static TelemetryTarget? Read(IConfiguration configuration) =>
        (configuration[DashboardEndpoint] ?? configuration[OlderDashboardEndpoint]) is { Length: > 0 } dashboard ? new(dashboard, "grpc")
        : configuration[Exporter] is { Length: > 0 } exporter ? new(exporter, configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "grpc")
        : null;
}
