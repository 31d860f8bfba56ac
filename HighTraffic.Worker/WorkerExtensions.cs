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

/// <summary>Registers the services of the worker.</summary>
internal static class WorkerExtensions
{
    /// <summary>Adds the services that claim, run and relay tasks.</summary>
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

        // Services stop in reverse order: first the relay, then deliveries, then the runs. Leases are renewed until the runs have ended.
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

    /// <summary>Adds the signals to the API through Redis. Tasks also run without Redis, so it is not part of the worker's health.</summary>
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
        builder.Services.AddSingleton<TaskSignals>().AddSingleton<TagVersions>().AddSingleton<TagEviction>();
        return builder;
    }
}
