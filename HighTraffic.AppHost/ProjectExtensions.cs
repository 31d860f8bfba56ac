using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>What the projects of the app have in common.</summary>
internal static class ProjectExtensions
{
    // Renews connections regularly, so that they spread again after a failover (Npgsql's Connection Lifetime, in seconds).
    private const int ConnectionLifetime = 1_800;

    // Short timeouts for a database that hangs, so that clients get a 503 and not silence: seconds to connect or to get a pooled connection,
    // and milliseconds for the response to a cancellation.
    private const int ConnectTimeout = 5;
    private const int CancellationTimeout = 500;

    // Frequent statements are parsed once for each connection (Npgsql's Max Auto Prepare).
    private const int PreparedStatements = 20;

    /// <summary>Passes the database's connection string, with the pool size, to the project.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString> database, PoolSize pool)
    {
        // No service leaves state in a session (no SET, no temporary table), so connections are not reset when they return to the pool, which would
        // cost five statements each time (No Reset On Close). Kerberos is disabled (GSS Encryption Mode): its library is not in the images, and
        // looking for it would log an error that is not JSON.
        var size = string.Create(
            CultureInfo.InvariantCulture,
            $"Minimum Pool Size={pool.Minimum};Maximum Pool Size={pool.Maximum};Connection Lifetime={ConnectionLifetime};Timeout={ConnectTimeout};Cancellation Timeout={CancellationTimeout};Max Auto Prepare={PreparedStatements};No Reset On Close=true;GSS Encryption Mode=Disable");

        // Only the connection string is needed. Aspire's other variables would repeat the password.
        return project.WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
            .WithReference(database)
            .WithEnvironment($"ConnectionStrings__{database.Resource.Name}", ReferenceExpression.Create($"{database};{size}"));
    }

    /// <summary>Tells the migrations how many rows to seed an empty database with.</summary>
    public static IResourceBuilder<ProjectResource> WithSeed(this IResourceBuilder<ProjectResource> project, AppSettings settings) => project
        .WithEnvironment("HighTraffic__Seed__Products", settings.SeedProducts.ToString(CultureInfo.InvariantCulture))
        .WithEnvironment("HighTraffic__Seed__Users", settings.SeedUsers.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Makes a published API trust Nginx's forwarded headers. In a run both are on the loopback address, which the API trusts by default.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithTrustedProxies(this IResourceBuilder<ProjectResource> api, AppSettings settings) =>
        api.ApplicationBuilder.ExecutionContext.IsPublishMode ? api.WithEnvironment("HighTraffic__TrustedProxies", settings.TrustedProxies) : api;

    /// <summary>Adds a link to the dashboard to the API's home page, without the token, which is only for the user who starts the app.</summary>
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

    /// <summary>Runs a project in the same environment as the AppHost. A published project runs in production.</summary>
    public static IResourceBuilder<ProjectResource> WithAppHostEnvironment(this IResourceBuilder<ProjectResource> project)
    {
        var app = project.ApplicationBuilder;
        return app.ExecutionContext.IsRunMode ? project.WithEnvironment("ASPNETCORE_ENVIRONMENT", app.Environment.EnvironmentName) : project;
    }

    /// <summary>Runs the migrations again whenever the database's container is recreated and, having no volume, is empty.</summary>
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
    /// Starts a project from its ahead-of-time compiled build output (Directory.Build.targets), in half the time of Aspire's <c>dotnet run</c>.
    /// IDEs that debug the projects and <c>dotnet watch</c> start them themselves.
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
