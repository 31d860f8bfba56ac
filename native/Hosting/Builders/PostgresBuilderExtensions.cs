using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Aspire.Hosting.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Declares PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Adds a PostgreSQL server.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userName">The superuser's name, or null for <c>postgres</c>.</param>
    /// <param name="password">The superuser's password; generated and kept if left out.</param>
    /// <param name="port">The port, or null for any free one.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var server = new PostgresServerResource(
            name,
            userName?.Resource,
            password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password"));
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(check, cancellationToken => PostgresClient.CheckAsync(server, "postgres", cancellationToken));
        return builder.AddResource(server)
            .WithAnnotation(new ImageAnnotation("postgres"))
            .WithEndpoint(port: port, targetPort: 5432, name: server.PrimaryEndpoint.EndpointName)
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["POSTGRES_USER"] = server.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = server.PasswordParameter;
            })
            .WithHealthCheck(check)
            .WithAnnotation(new ReadyCallbackAnnotation(cancellationToken => PostgresClient.CreateDatabasesAsync(server, cancellationToken)));
    }

    /// <summary>Adds a database, created when the server is ready.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="databaseName">The name on the server; that of the resource if left out.</param>
    /// <returns>The database.</returns>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(name, database.DatabaseName);
        var check = $"{name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks()
            .AddAsyncCheck(check, cancellationToken => PostgresClient.CheckAsync(builder.Resource, database.DatabaseName, cancellationToken));
        return builder.ApplicationBuilder.AddResource(database).WithHealthCheck(check);
    }

    /// <summary>Keeps the data from run to run.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; made of the AppHost's and the resource's if left out.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null) =>
        builder.WithAnnotation(Volumes.Declare(builder, name));
}
