namespace HighTraffic.Api.Hosting;

/// <summary>Adds the drain to the service.</summary>
internal static class DrainExtensions
{
    /// <summary>The name of the check that fails while the replica drains.</summary>
    private const string CheckName = "drain";

    // How long requests in flight may take after the drain.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static void AddDrain(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var seconds = new DrainOptions().Seconds;
        services.AddOptions<DrainOptions>().BindConfiguration("HighTraffic:Drain").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddHealthChecks().AddCheck<Drain>(CheckName, tags: [HealthExtensions.ReplicaTag]);
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(builder.Configuration.GetValue("HighTraffic:Drain:Seconds", seconds)) + Grace);
    }

    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use((context, next) =>
        {
            if (drain.IsDraining)
            {
                // Set the header when the response starts, after the output cache has copied it: a cached "close" would close connections for a
                // minute.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Connection = "close";
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
    }
}
