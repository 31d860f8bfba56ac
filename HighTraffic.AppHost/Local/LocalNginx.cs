namespace HighTraffic.AppHost.Local;

/// <summary>Declares Nginx as a local program.</summary>
internal static class LocalNginx
{
    /// <summary>Adds Nginx with the templates and variable defaults of a Dockerfile.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="contextPath">The folder of the Dockerfile, relative to the AppHost.</param>
    /// <param name="port">The public port; any free port if null.</param>
    /// <param name="data">The folder for its configuration.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ExecutableResource> AddLocalNginx(
        this IDistributedApplicationBuilder builder, string name, string contextPath, int? port, DataFolder data) => builder
            .AddExecutable(name, "bash", data.Of(name))
            .WithScript("nginx.sh", data)
            .WithPort("http", "GATEWAY_PORT", scheme: "http", port)
            .WithPort("status", "GATEWAY_STATUS_PORT", scheme: "http")
            .WithEnvironment("GATEWAY_ADDRESS", "127.0.0.1")
            .WithEnvironment("TEMPLATES", Path.Combine(builder.AppHostDirectory, contextPath, "templates"));
}
