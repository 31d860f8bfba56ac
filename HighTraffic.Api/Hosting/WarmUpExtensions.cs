namespace HighTraffic.Api.Hosting;

/// <summary>Adds the warm-up to the service.</summary>
internal static class WarmUpExtensions
{
    /// <summary>The name of the check that fails until the replica is warm.</summary>
    private const string CheckName = "warm-up";

    public static void AddWarmUp(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WarmUpOptions>().BindConfiguration("HighTraffic:WarmUp").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WarmUpRequests>().AddHostedService<WarmUp>();
        services.AddHealthChecks().AddCheck<WarmUpRequests>(CheckName, tags: [HealthExtensions.ReplicaTag]);
    }
}
