using System.Globalization;
using HighTraffic.AppHost.Local;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Declares Nginx.</summary>
internal static class GatewayExtensions
{
    private const int ListenPort = 8080;
    private const int StatusPort = 8081;

    // The maximum number of requests in flight in all replicas; more get a 503. An accept queue holds 512.
    private const int MaxRequestsInFlight = 1024;

    /// <summary>Adds Nginx in front of the API's instances.</summary>
    public static void AddGateway(
        this IDistributedApplicationBuilder builder, AppSettings settings, ServerHome home, IReadOnlyList<IResourceBuilder<ProjectResource>> replicas)
    {
        var port = PublicPort(builder, settings);
        if (home.LocalData is { } data)
        {
            builder.AddLocalNginx(ResourceNames.Gateway, "nginx", port, data).WithCertificate(settings).Configure(settings, replicas);
        }
        else
        {
            builder.AddDockerfile(ResourceNames.Gateway, "nginx")
                .WithHttpEndpoint(port: port, targetPort: ListenPort, env: "GATEWAY_PORT")
                .WithHttpEndpoint(targetPort: StatusPort, name: "status", env: "GATEWAY_STATUS_PORT")
                .WithCertificate(settings)
                .Configure(settings, replicas);
        }
    }

    private static void Configure<T>(this IResourceBuilder<T> gateway, AppSettings settings, IReadOnlyList<IResourceBuilder<ProjectResource>> replicas)
        where T : IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithWaitSupport
    {
        var builder = gateway.ApplicationBuilder;
        var lookUp = builder.LooksReplicasUp(settings) ? " resolve" : "";
        gateway.WithGatewayHosts(settings);
        gateway
            .WithPublicEndpoints()
            .WithHttpHealthCheck("/nginx/ready", endpointName: "status")
            .WithEnvironment("API_UPSTREAM", Upstream(replicas, lookUp, string.Create(CultureInfo.InvariantCulture, $" max_conns={MaxRequests(builder, settings)}")))
            .WithEnvironment("API_STREAMS", Upstream(replicas, lookUp, limit: ""))
            .WithEnvironment("GATEWAY_MICRO_CACHE", settings.MicroCache ? "micro" : "off")
            .WithEnvironment("GATEWAY_PROXIES", string.Join(' ', Networks(settings).Select(network => $"{network} 1;")))
            .WithEnvironment("GATEWAY_CONNECTIONS_PER_ADDRESS", settings.ConnectionsPerAddress.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("GATEWAY_HSTS_SECONDS", settings.HstsSeconds.ToString(CultureInfo.InvariantCulture))
            .WithIconName("ArrowSplit")
            .WithPageLinks();
        if (builder.LooksReplicasUp(settings))
        {
            gateway.WithEnvironment("GATEWAY_RESOLVER", "resolver 127.0.0.11 valid=1s ipv6=off;");
        }
        else if (builder.ExecutionContext.IsPublishMode)
        {
            gateway.WithEnvironment("GATEWAY_INGRESS", Ingress(settings));
        }

        foreach (var replica in replicas)
        {
            gateway.WaitFor(replica);
            if (builder.ExecutionContext.IsRunMode)
            {
                replica.WithParentRelationship(gateway.Resource);
            }
        }
    }

    // In Compose, Docker's DNS resolves the API's name to the addresses of all replicas, which change when replicas are replaced.
    private static bool LooksReplicasUp(this IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.ExecutionContext.IsPublishMode && settings.Target == DeploymentTarget.Compose;

    // A platform with its own ingress decides the public port. Azure Container Apps accepts only 80.
    private static int? PublicPort(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        var ownsPort = builder.ExecutionContext.IsRunMode || settings.Target == DeploymentTarget.Compose;
        return ownsPort && settings.Port != 0 ? settings.Port : null;
    }

    // The proxies that Nginx trusts for the client's address and scheme (nginx/templates/gateway/ingress.conf.template).
    private static string Ingress(AppSettings settings) => string.Join(' ', Networks(settings).Select(network => $"set_real_ip_from {network};"));

    private static string[] Networks(AppSettings settings) =>
        settings.TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IResourceBuilder<T> WithPublicEndpoints<T>(this IResourceBuilder<T> gateway) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in gateway.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.Name != "status"))
        {
            endpoint.IsExternal = true;
        }

        return gateway;
    }

    // How many requests Nginx sends to an address concurrently. Each address is listed twice, and behind a single one the platform spreads the
    // requests over all replicas.
    private static int MaxRequests(IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.ExecutionContext.IsRunMode || builder.LooksReplicasUp(settings) ? Math.Max(1, MaxRequestsInFlight / 2 / settings.ApiReplicas) : MaxRequestsInFlight / 2;

    private static ReferenceExpression Upstream(IReadOnlyList<IResourceBuilder<ProjectResource>> replicas, string lookUp, string limit)
    {
        // A replica is skipped for a second after two failures. If all are skipped, each is tried anyway
        // (nginx/templates/gateway/upstream.conf.template).
        var servers = new ReferenceExpressionBuilder();
        foreach (var address in replicas.Select(replica => replica.GetEndpoint("http").Property(EndpointProperty.HostAndPort)))
        {
            servers.Append($"server {address}{lookUp}{limit} max_fails=2 fail_timeout=1s; server {address}{lookUp}{limit} backup max_fails=0; ");
        }

        return servers.Build();
    }
}
