using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>What deployment targets with servers in containers have in common.</summary>
internal static class Containers
{
    private const string RedisTag = "8.6.7";
    private const string RabbitMqTag = "4.3.6-management";

    /// <summary>Pins the server images to exact tags. Aspire's own tags follow patch releases.</summary>
    public static void PinImages(IDistributedApplicationBuilder builder)
    {
        foreach (var redis in builder.Resources.OfType<RedisResource>().ToList())
        {
            builder.CreateResourceBuilder(redis).WithImageTag(RedisTag);
        }

        foreach (var broker in builder.Resources.OfType<RabbitMQServerResource>().ToList())
        {
            builder.CreateResourceBuilder(broker).WithImageTag(RabbitMqTag);
        }
    }

    /// <summary>Adds what containers need to the app model.</summary>
    public static void Describe(IDistributedApplicationBuilder builder)
    {
        // The services' readiness needs the database to exist, but the migrations, which would create it, may run later.
        builder.Resource<PostgresServerResource>(ResourceNames.Postgres).WithEnvironment("POSTGRES_DB", ResourceNames.Database);

        SecretFiles.Read(builder);
        foreach (var name in new[] { ResourceNames.Api, ResourceNames.Worker })
        {
            builder.Resource<ProjectResource>(name).WithEndpoint("http", endpoint => endpoint.TargetPort = ContainerProfiles.ServicePort);
        }

        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service).WithEnvironment("OTEL_SERVICE_NAME", service.Name);
        }
    }

    /// <summary>All resources: every one runs as a container.</summary>
    public static IEnumerable<IResourceBuilder<IComputeResource>> All(IDistributedApplicationBuilder builder) =>
        [.. builder.Resources.OfType<IComputeResource>().Select(builder.CreateResourceBuilder)];
}
