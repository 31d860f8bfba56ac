namespace HighTraffic.AppHost;

/// <summary>What several projects of the app have in common.</summary>
internal static class ProjectExtensions
{
    // Connections are renewed in time, so that clients spread again after a failover (Npgsql's Connection Lifetime, in seconds).
    private const int ConnectionLifetime = 1_800;

    /// <summary>Hands the database's connection string over, with the size of the pool in it.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<PostgresDatabaseResource> database, PoolSize pool)
    {
        var pooled = ReferenceExpression.Create(
            $"{database};Minimum Pool Size={pool.Minimum.ToString()};Maximum Pool Size={pool.Maximum.ToString()};Connection Lifetime={ConnectionLifetime.ToString()}");
        return project.WithReference(database).WithEnvironment($"ConnectionStrings__{database.Resource.Name}", pooled);
    }

    /// <summary>Runs a project in the AppHost's own environment; a published one runs in production.</summary>
    public static IResourceBuilder<ProjectResource> WithAppHostEnvironment(this IResourceBuilder<ProjectResource> project)
    {
        var app = project.ApplicationBuilder;
        return app.ExecutionContext.IsRunMode ? project.WithEnvironment("ASPNETCORE_ENVIRONMENT", app.Environment.EnvironmentName) : project;
    }
}
