using HighTraffic.Core;
using HighTraffic.Core.Caching;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Tasks;
using HighTraffic.Worker.Running;
using HighTraffic.Worker.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HighTraffic.Worker;

/// <summary>The services of the worker.</summary>
internal static class WorkerExtensions
{
    /// <summary>Adds what claims, runs and relays tasks.</summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddTaskExecution(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkerOptions>().BindConfiguration("HighTraffic:Worker").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(Replica.From(builder.Configuration));
        builder.Services.AddTaskTypes().AddScoped<TaskStore>();
        builder.Services.AddSingleton<TaskTelemetry>();
        builder.Services.AddSingleton<TaskExecution>();
        builder.Services.AddSingleton<RunPool>();

        // Stopped from the last to the first: no more relaying, then no more deliveries, and the runs' end is awaited with a heartbeat.
        builder.Services.AddHostedService<Heartbeat>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunPool>());
        builder.AddMessaging(
            HealthStatus.Unhealthy,
            bus => bus.AddConsumer<RunTaskConsumer>().ExcludeFromConfigureEndpoints(),
            TaskReceiveEndpoints.ReceiveTasks);
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<Retention>();
        builder.Services.AddHostedService<BacklogMeter>();
        return builder;
    }

    /// <summary>
    /// Adds the ways to tell the API what has changed. Tasks run without Redis as well, so it says nothing about the health of the worker.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddCacheSignals(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(
            ResourceNames.Cache,
            settings => settings.DisableHealthChecks = true,
            options =>
            {
                options.AbortOnConnectFail = false;
                options.BacklogPolicy = BacklogPolicy.FailFast;
            });
        builder.Services.AddSingleton<TaskSignals>().AddSingleton<TagGenerations>().AddSingleton<TagEviction>();
        return builder;
    }
}
