using HighTraffic.AppHost.Local;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Declares the stores: PostgreSQL, Redis and RabbitMQ.</summary>
internal static class StoreExtensions
{
    /// <summary>Adds the database, with a max_connections that allows for all pools.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddDatabase(
        this IDistributedApplicationBuilder builder, AppSettings settings, ServerHome home, ConnectionPlan connections)
    {
        if (builder.UsesManagedServices(settings))
        {
            return builder.AddConnectionString(ResourceNames.Database);
        }

        string[] options = ["-c", $"max_connections={connections.ServerLimit}", "-c", "shared_preload_libraries=pg_stat_statements"];
        var password = builder.AddPassword(ResourceNames.Postgres, special: true);
        if (home.LocalData is { } data)
        {
            return builder.AddLocalPostgres(ResourceNames.Postgres, ResourceNames.Database, password, data, options);
        }

        var postgres = builder.AddPostgres(ResourceNames.Postgres, password: password).WithArgs(options);
        if (settings.KeepData)
        {
            postgres.WithDataVolume(builder.VolumeName("postgres-data"));
        }

        return postgres.AddDatabase(ResourceNames.Database);
    }

    /// <summary>
    /// Adds Redis with limited memory. Beyond the limit it evicts the least recently used responses, but only keys with a TTL, and so not the
    /// sets of tags of <c>CacheOutput</c> (https://redis.io/docs/latest/develop/reference/eviction/). The managed Redis has the same policy,
    /// set in infra/resources.bicep. Snapshots are disabled: writing one could double the memory, and if that failed, Redis would refuse all
    /// writes.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddCache(this IDistributedApplicationBuilder builder, AppSettings settings, ServerHome home)
    {
        if (builder.UsesManagedServices(settings))
        {
            return builder.AddConnectionString(ResourceNames.Cache);
        }

        string[] options = ["--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"];
        var password = builder.AddPassword(ResourceNames.Cache);
        IResourceBuilder<IResourceWithConnectionString> cache = home.LocalData is { } data
            ? builder.AddLocalRedis(ResourceNames.Cache, password, data, options)
            : builder.AddRedis(ResourceNames.Cache, password: password).WithShellOptions(options);
        return cache.WithFlushCommand();
    }

    /// <summary>
    /// Adds RabbitMQ. It is a container on Azure too, which has no managed RabbitMQ. There it keeps no data: Azure's file shares do not suit
    /// queues, and lost messages are published again from the task table (docs/decisions/0003-task-table-as-outbox.md).
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddBroker(this IDistributedApplicationBuilder builder, AppSettings settings, ServerHome home)
    {
        var password = builder.AddPassword(ResourceNames.Messaging);
        if (home.LocalData is { } data)
        {
            return builder.AddLocalRabbitMq(ResourceNames.Messaging, password, data);
        }

        var messaging = builder.AddRabbitMQ(ResourceNames.Messaging, password: password).WithManagementPlugin();
        return settings.KeepData && !builder.UsesManagedServices(settings) ? messaging.WithDataVolume(builder.VolumeName("messaging-data")) : messaging;
    }

    // The same password parameter that Aspire would declare: 128 bits, kept in the user secrets. Declared here, it can be checked and shown.
    private static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder, string server, bool special = false) =>
        builder.AddParameter($"{server}-password", new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true, persist: true);

    private static bool UsesManagedServices(this IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.ExecutionContext.IsPublishMode && settings.Target == DeploymentTarget.Azure;

    // In a run, Aspire's default name distinguishes the volumes of different copies of the repository.
    private static string? VolumeName(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsPublishMode ? name : null;

    // Aspire starts Redis through a shell and joins the arguments into one command: after this callback in a run, but before it when
    // publishing. "exec" replaces the shell with Redis, so that it gets the signal that stops the container.
    private static IResourceBuilder<RedisResource> WithShellOptions(this IResourceBuilder<RedisResource> redis, string[] options)
    {
        var words = options.Select(option => option.Length == 0 ? "''" : option).ToArray();
        return redis.WithArgs(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                context.Args.Insert(0, "exec");
                words.ToList().ForEach(context.Args.Add);
            }
            else
            {
                context.Args[^1] = $"exec {context.Args[^1]} {string.Join(' ', words)}";
            }
        });
    }
}
