using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>What targets have in common that bring servers along as containers.</summary>
internal static class Containers
{
    private const string RedisTag = "8.6.7";
    private const string RabbitMqTag = "4.3.6-management";

    /// <summary>Gives the images of the servers exact tags; Aspire's own follow the patches.</summary>
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

    /// <summary>Adds to the app model what its containers need.</summary>
    public static void Describe(IDistributedApplicationBuilder builder)
    {
        // The services' readiness needs the database to exist; the migrations, which would make it, may run later.
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

    /// <summary>What runs as a container: all of it.</summary>
    public static IEnumerable<IResourceBuilder<IComputeResource>> All(IDistributedApplicationBuilder builder) =>
        [.. builder.Resources.OfType<IComputeResource>().Select(builder.CreateResourceBuilder)];
}
