using HighTraffic.AppHost.Local;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Declares what keeps data: PostgreSQL, Redis and RabbitMQ.</summary>
internal static class StoreExtensions
{
    /// <summary>Adds the database, with as many connections as all pools may take together.</summary>
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
    /// Adds Redis with a bound on its memory: past it the answers that were used least recently go. Only what has a lifetime may
    /// go, so not the sets of tags that <c>CacheOutput</c> keeps (https://redis.io/docs/latest/develop/reference/eviction/). The managed one has the
    /// same policy, from infra/resources.bicep. Nothing is saved: a copy on disk would take as much memory again while it is
    /// written, and where it could not be written Redis would refuse all writes.
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
    /// Adds RabbitMQ, a container on Azure too, where nothing of the kind is managed. There it keeps no data: its file shares are
    /// no place for a queue, and a lost message is sent again from the task table (docs/decisions/0003-task-table-as-outbox.md).
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

    // As Aspire itself would declare it: 128 bits, kept from run to run in the user's secrets. Here it can be checked and shown.
    private static IResourceBuilder<ParameterResource> AddPassword(this IDistributedApplicationBuilder builder, string server, bool special = false) =>
        builder.AddParameter($"{server}-password", new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true, persist: true);

    private static bool UsesManagedServices(this IDistributedApplicationBuilder builder, AppSettings settings) =>
        builder.ExecutionContext.IsPublishMode && settings.Target == DeploymentTarget.Azure;

    // Run here, volumes are told apart by the copy of the repository that they belong to, which is Aspire's own choice of a name.
    private static string? VolumeName(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsPublishMode ? name : null;

    // Aspire starts Redis by a shell and joins the arguments to its one command: here when it runs, earlier when it publishes. With "exec"
    // Redis takes the shell's place and gets the signal that stops the container.
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
