using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost.Local;

/// <summary>A database on a local PostgreSQL server.</summary>
/// <param name="name">The name of the resource and of the database.</param>
/// <param name="server">The server.</param>
internal sealed class LocalDatabase(string name, LocalServer server) : Resource(name), IResourceWithConnectionString, IResourceWithParent<LocalServer>
{
    /// <inheritdoc/>
    public LocalServer Parent => server;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{server};Database={Name}");
}

/// <summary>Declares PostgreSQL as a local program.</summary>
internal static class LocalPostgres
{
    private const string User = "postgres";

    // Not pooled: an open connection would hide that the server accepts no new ones.
    private const string CheckOptions = "Pooling=false;Timeout=5;Application Name=AppHost";

    /// <summary>Adds a server with one database.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the server.</param>
    /// <param name="database">The name of the database.</param>
    /// <param name="password">The password of its user.</param>
    /// <param name="data">The folder for its data.</param>
    /// <param name="arguments">The server's arguments.</param>
    /// <returns>The database.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, string database, IResourceBuilder<ParameterResource> password, DataFolder data, params string[] arguments)
    {
        var server = builder
            .AddResource(new LocalServer(name, data.Of(name), server => ReferenceExpression.Create(
                $"Host={server.Property(EndpointProperty.Host)};Port={server.Property(EndpointProperty.Port)};Username={User};Password={password}")))
            .WithScript("postgres.sh", data)
            .WithPort(LocalServer.Endpoint, "PORT")
            .WithEnvironment("POSTGRES_USER", User)
            .WithEnvironment("POSTGRES_PASSWORD", password)
            .WithEnvironment("POSTGRES_DB", database)
            .WithArgs(arguments)
            .WithoutLink(LocalServer.Endpoint)
            .WithIconName("DatabaseMultiple")
            .WithConnectionHealthCheck((checks, key, connectionString) => checks.AddNpgSql(_ => $"{connectionString()};Database=postgres;{CheckOptions}", name: key));
        var local = new LocalDatabase(database, server.Resource);
        server
            .OnResourceReady((_, ready, _) => Publish(ready.Services, KnownResourceStates.Running))
            .OnResourceStopped((_, stopped, _) => Publish(stopped.Services, KnownResourceStates.Exited));
        return builder.AddResource(local)
            .WithIconName("Database")
            .WithConnectionHealthCheck((checks, key, connectionString) => checks.AddNpgSql(_ => $"{connectionString()};{CheckOptions}", name: key));

        // Aspire propagates the state of a container to its children, but not that of an executable.
        Task Publish(IServiceProvider services, string state) =>
            services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(local, snapshot => snapshot with { State = state });
    }
}
