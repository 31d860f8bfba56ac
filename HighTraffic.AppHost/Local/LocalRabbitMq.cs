using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace HighTraffic.AppHost.Local;

/// <summary>Declares RabbitMQ as a local program.</summary>
internal static class LocalRabbitMq
{
    private const string User = "guest";

    /// <summary>Adds a server with its management plugin.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the server.</param>
    /// <param name="password">The password of its user.</param>
    /// <param name="data">The folder for its data.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalRabbitMq(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> password, DataFolder data)
    {
        IConnection? connection = null;
        return builder
            .AddResource(new LocalServer(name, data.Of(name), server => ReferenceExpression.Create($"amqp://{User}:{password:uri}@{server.Property(EndpointProperty.HostAndPort)}")))
            .WithScript("rabbitmq.sh", data)
            .WithPort(LocalServer.Endpoint, "PORT")
            .WithPort("management", "MANAGEMENT_PORT", scheme: "http")
            .WithPort("distribution", "DISTRIBUTION_PORT")
            .WithPort("epmd", "EPMD_PORT")
            .WithEnvironment("RABBITMQ_DEFAULT_USER", User)
            .WithEnvironment("RABBITMQ_DEFAULT_PASS", password)
            .WithUrlForEndpoint("management", url => url.DisplayText = "RabbitMQ")
            .WithoutLink("distribution")
            .WithoutLink("epmd")
            .WithoutLink(LocalServer.Endpoint)
            .WithIconName("MailMultiple")
            .WithConnectionHealthCheck((checks, key, connectionString) => checks.AddRabbitMQ(
                async _ => connection ??= await new ConnectionFactory { Uri = new Uri(connectionString()), ClientProvidedName = "AppHost" }.CreateConnectionAsync(), key));
    }
}
