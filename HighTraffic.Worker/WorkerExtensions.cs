using HighTraffic.Contracts;
using HighTraffic.Contracts.Tasks;
using HighTraffic.Messaging;
using HighTraffic.Worker.CatalogExport;
using HighTraffic.Worker.Echo;
using HighTraffic.Worker.Outbox;
using HighTraffic.Worker.Running;
using HighTraffic.Worker.Telemetry;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace HighTraffic.Worker;

/// <summary>The services of the worker.</summary>
internal static class WorkerExtensions
{
    /// <summary>Adds the runners: one line a task type.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddTaskRunners(this IServiceCollection services) => services
        .AddTaskRunner<EchoRunner, EchoParameters>()
        .AddTaskRunner<CatalogExportRunner, CatalogExportParameters>();

    /// <summary>Adds what claims, runs and relays tasks.</summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddTaskExecution(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkerOptions>().BindConfiguration("HighTraffic:Worker").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(Replica.From(builder.Configuration));
        builder.AddTaskSignals();
        builder.Services.AddSingleton<TaskTelemetry>();
        builder.Services.AddSingleton<TaskExecution>();
        builder.Services.AddSingleton<RunPool>();

        // Stopped from the last to the first: no more relaying, then no more deliveries, and the runs' end is awaited with a heartbeat.
        builder.Services.AddHostedService<Heartbeat>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RunPool>());
        builder.AddMessaging(HealthStatus.Unhealthy, bus => bus.AddConsumer<RunTaskConsumer, RunTaskConsumerDefinition>());
        builder.Services.AddHostedService<OutboxRelay>();
        return builder;
    }

    // Tasks run without Redis as well, so it says nothing about the health of the worker, and nothing waits for it.
    private static void AddTaskSignals(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(
            ResourceNames.Cache,
            settings => settings.DisableHealthChecks = true,
            options =>
            {
                options.AbortOnConnectFail = false;
                options.BacklogPolicy = BacklogPolicy.FailFast;
            });
        builder.Services.AddSingleton<TaskSignals>();
    }

    private static IServiceCollection AddTaskRunner<TRunner, TParameters>(this IServiceCollection services)
        where TRunner : TaskRunner<TParameters> =>
        services.AddKeyedScoped<TaskRunner, TRunner>(TaskType.For<TParameters>().Name);
}
