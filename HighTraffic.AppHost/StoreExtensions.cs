using HighTraffic.Contracts;

namespace HighTraffic.AppHost;

/// <summary>Declares what keeps data: PostgreSQL, Redis and RabbitMQ.</summary>
internal static class StoreExtensions
{
    /// <summary>Adds the database, with as many connections as all pools may take together.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddCatalog(
        this IDistributedApplicationBuilder builder, AppSettings settings, ConnectionPlan connections)
    {
        if (builder.UsesManagedServices(settings))
        {
            return builder.AddConnectionString(ResourceNames.Database);
        }

        var postgres = builder.AddPostgres(ResourceNames.Postgres)
            .WithArgs("-c", $"max_connections={connections.ServerLimit}", "-c", "shared_preload_libraries=pg_stat_statements");
        if (settings.KeepData)
        {
            postgres.WithDataVolume(builder.VolumeName("postgres-data"));
        }

        return postgres.AddDatabase(ResourceNames.Database);
    }

    /// <summary>
    /// Adds Redis with a bound on its memory: past it the answers that were used least recently go. Only what has a lifetime may
    /// go, so not the sets of tags that <c>CacheOutput</c> keeps (https://redis.io/docs/latest/develop/reference/eviction/). The managed one has the
    /// same policy, from infra/resources.bicep. Nothing is saved: a copy on disk would take as much memory again while it is
    /// written, and where it could not be written Redis would refuse all writes.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddCache(this IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.UsesManagedServices(settings)
            ? builder.AddConnectionString(ResourceNames.Cache)
            : builder.AddRedis(ResourceNames.Cache).WithServerOptions("--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru");

    /// <summary>
    /// Adds RabbitMQ, a container on Azure too, where nothing of the kind is managed. There it keeps no data: its file shares are
    /// no place for a queue, and a lost message is sent again from the task table (docs/decisions/0003-task-table-as-outbox.md).
    /// </summary>
    public static IResourceBuilder<RabbitMQServerResource> AddBroker(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        var messaging = builder.AddRabbitMQ(ResourceNames.Messaging).WithManagementPlugin();
        return settings.KeepData && !builder.UsesManagedServices(settings) ? messaging.WithDataVolume(builder.VolumeName("messaging-data")) : messaging;
    }

    private static bool UsesManagedServices(this IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.ExecutionContext.IsPublishMode && settings.Target == DeploymentTarget.Azure;

    // Run here, volumes are told apart by the copy of the repository that they belong to, which is Aspire's own choice of a name.
    private static string? VolumeName(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsPublishMode ? name : null;

    // A published Redis is started by a shell, whose one command the options have to be part of.
    private static IResourceBuilder<RedisResource> WithServerOptions(this IResourceBuilder<RedisResource> redis, params string[] options) =>
        redis.ApplicationBuilder.ExecutionContext.IsRunMode
            ? redis.WithArgs(options)
            : redis.WithArgs(context => context.Args[^1] = $"{context.Args[^1]} {string.Join(' ', options.Select(option => option.Length == 0 ? "''" : option))}");
}
