using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>What several projects of the app have in common.</summary>
internal static class ProjectExtensions
{
    // Connections are renewed in time, so that clients spread again after a failover (Npgsql's Connection Lifetime, in seconds).
    private const int ConnectionLifetime = 1_800;

    // A database that hangs is given up soon, so that clients get a 503 and not silence: seconds to connect or to get a
    // connection of the pool, and milliseconds for a cancellation to be answered.
    private const int ConnectTimeout = 5;
    private const int CancellationTimeout = 500;

    // No service leaves anything behind in a session (no SET, no temporary table), so a connection that goes back to its pool need
    // not be reset, which would take five statements each time (Npgsql's No Reset On Close).

    // Kerberos is not used, and its library is not in the images: looking for it writes an error that is no JSON (Npgsql's GSS Encryption Mode).

    // Statements that come again and again are parsed once for each connection (Npgsql's Max Auto Prepare).
    private const int PreparedStatements = 20;

    /// <summary>Hands the database's connection string over, with the size of the pool in it.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString> database, PoolSize pool)
    {
        var size = string.Create(
            CultureInfo.InvariantCulture,
            $"Minimum Pool Size={pool.Minimum};Maximum Pool Size={pool.Maximum};Connection Lifetime={ConnectionLifetime};Timeout={ConnectTimeout};Cancellation Timeout={CancellationTimeout};Max Auto Prepare={PreparedStatements};No Reset On Close=true;GSS Encryption Mode=Disable");

        // Nobody reads what Aspire adds beside the connection strings, and much of it repeats a password.
        return project.WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithReference(database)
            .WithEnvironment($"ConnectionStrings__{database.Resource.Name}", ReferenceExpression.Create($"{database};{size}"));
    }

    /// <summary>Tells the migrations run how much to fill an empty database with.</summary>
    public static IResourceBuilder<ProjectResource> WithSeed(this IResourceBuilder<ProjectResource> project, AppSettings settings) => project
        .WithEnvironment("HighTraffic__Seed__Products", settings.SeedProducts.ToString(CultureInfo.InvariantCulture))
        .WithEnvironment("HighTraffic__Seed__Users", settings.SeedUsers.ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets a published API believe what Nginx says about the client; run here both are on the loopback address, which is the API's default.</summary>
    public static IResourceBuilder<ProjectResource> WithTrustedProxies(this IResourceBuilder<ProjectResource> api, AppSettings settings) =>
        api.ApplicationBuilder.ExecutionContext.IsPublishMode ? api.WithEnvironment("HighTraffic__TrustedProxies", settings.TrustedProxies) : api;

    /// <summary>Tells the API's page where the dashboard is, without the token, which only whoever starts the app gets to see.</summary>
    public static IResourceBuilder<ProjectResource> WithDashboardLink(this IResourceBuilder<ProjectResource> api)
    {
        var app = api.ApplicationBuilder;
        return app.ExecutionContext.IsPublishMode ? api : api.WithEnvironment(context =>
        {
            if (Dashboard.Find(context.ExecutionContext.Services) is { } dashboard)
            {
                context.EnvironmentVariables["HighTraffic__Dashboard"] = dashboard.Address;
            }
        });
    }

    /// <summary>Runs a project in the AppHost's own environment; a published one runs in production.</summary>
    public static IResourceBuilder<ProjectResource> WithAppHostEnvironment(this IResourceBuilder<ProjectResource> project)
    {
        var app = project.ApplicationBuilder;
        return app.ExecutionContext.IsRunMode ? project.WithEnvironment("ASPNETCORE_ENVIRONMENT", app.Environment.EnvironmentName) : project;
    }

    /// <summary>Runs the migrations again whenever the database's container, which has no volume, was recreated and is empty.</summary>
    public static IResourceBuilder<ProjectResource> MigrateAgainWhenEmptied(
        this IResourceBuilder<ProjectResource> migrations, IResourceBuilder<IResourceWithConnectionString> database, AppSettings settings, ServerHome home)
    {
        if (migrations.ApplicationBuilder.ExecutionContext.IsRunMode && home.LocalData is null && !settings.KeepData)
        {
            var isFirst = true;
            database.OnResourceReady(async (_, ready, cancellationToken) =>
            {
                if (!isFirst)
                {
                    await ready.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(migrations.Resource, KnownResourceCommands.StartCommand, cancellationToken);
                }

                isFirst = false;
            });
        }

        return migrations;
    }

    /// <summary>
    /// Starts a project from what the build of the AppHost has compiled ahead of time (Directory.Build.targets), which takes half the time of Aspire's
    /// <c>dotnet run</c>. An IDE that debugs the projects and <c>dotnet watch</c> start them themselves.
    /// </summary>
    public static IResourceBuilder<ProjectResource> StartFromBuildOutput(this IResourceBuilder<ProjectResource> project)
    {
        var app = project.ApplicationBuilder;
        var file = project.Resource.GetProjectMetadata().ProjectPath;
        var folder = Path.GetDirectoryName(file)!;
        var name = Path.GetFileNameWithoutExtension(file);
        var configuration = typeof(ProjectExtensions).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        var output = Path.Combine(folder, "bin", configuration, "net10.0");
        var program = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        program = new[] { Path.Combine(output, "ready-to-run", program), Path.Combine(output, program) }.FirstOrDefault(File.Exists);
        var isStartedByOthers = app.Configuration["DEBUG_SESSION_PORT"] is not null || app.Configuration["DOTNET_WATCH"] is not null;
        return app.ExecutionContext.IsRunMode && !isStartedByOthers && program is not null
            ? project.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = folder })
            : project;
    }
}
