using Aspire.Hosting.Docker;

namespace HighTraffic.AppHost;

/// <summary>The settings in <c>.env</c> beside the Compose file.</summary>
internal static class ComposeVariables
{
    private const string Telemetry = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string BindAddress = "GATEWAY_BIND_ADDRESS";

    /// <summary>The services' variable for the telemetry endpoint.</summary>
    public static (string Name, string Value) TelemetryEndpoint => (Telemetry, $"${{{Telemetry}:-}}");

    /// <summary>
    /// A published port on the configured address. It speaks plain HTTP, so by default it is reachable from the machine itself only.
    /// </summary>
    public static string Bind(string port) => $"${{{BindAddress}:-127.0.0.1}}:{port}";

    /// <summary>The image of a service that is built from this repository, with a default that the publisher's variable lacks.</summary>
    public static string Image(string service, string version) => $"${{{ImageVariable(service)}:-{service}:{version}}}";

    /// <summary>Whether the image is only the publisher's variable.</summary>
    public static bool IsImage(string? image, string service) => image == $"${{{ImageVariable(service)}}}";

    /// <summary>Adds all variables except secrets.</summary>
    public static void Name(IDictionary<string, CapturedEnvironmentVariable> variables)
    {
        foreach (var name in variables.Where(variable => variable.Value.Source is ParameterResource { Secret: true }).Select(variable => variable.Key).ToList())
        {
            variables.Remove(name);
        }

        Add(Telemetry, "Where telemetry goes, for example http://collector:4317; nowhere if empty");
        Add(BindAddress, "The address that the gateway listens on: 127.0.0.1 if empty; 0.0.0.0 is every interface, in plain HTTP");

        void Add(string name, string description) => variables[name] = new CapturedEnvironmentVariable { Name = name, Description = description };
    }

    private static string ImageVariable(string service) => $"{service.ToUpperInvariant()}_IMAGE";
}
