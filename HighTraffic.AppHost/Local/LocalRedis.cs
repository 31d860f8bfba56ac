using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost.Local;

/// <summary>Declares Redis as a local program.</summary>
internal static class LocalRedis
{
    /// <summary>Adds a server.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the server.</param>
    /// <param name="password">The password of its user.</param>
    /// <param name="data">The folder for its configuration.</param>
    /// <param name="arguments">The server's arguments.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRedis(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password, DataFolder data, params string[] arguments)
    {
        return builder
            .AddResource(new LocalServer(name, data.Of(name), server => ReferenceExpression.Create($"{server.Property(EndpointProperty.HostAndPort)},password={password}")))
            .WithScript("redis.sh", data)
            .WithPort(LocalServer.Endpoint, "PORT")
            .WithEnvironment("REDIS_PASSWORD", password)
            .WithArgs(arguments)
            .WithoutLink(LocalServer.Endpoint)
            .WithIconName("Memory")
            .WithConnectionHealthCheck((checks, key, connectionString) => checks.AddRedis(_ => connectionString(), name: key));
    }
}
