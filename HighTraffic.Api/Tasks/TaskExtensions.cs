using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighTraffic.Api.Tasks;

/// <summary>Registers the services of the task endpoints.</summary>
internal static class TaskExtensions
{
    /// <summary>
    /// Adds the services. Tasks are accepted even while the broker is down, so an outage of it only degrades the health of the API.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddTasks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddTaskTypes().AddScoped<TaskStore>();
        builder.AddMessaging(HealthStatus.Degraded);
        builder.Services.AddSingleton<CommittedTaskPublisher>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CommittedTaskPublisher>());
        builder.Services.AddSingleton<TaskInserts>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TaskInserts>());
        builder.Services.AddSingleton<TaskSignals>();
        builder.Services.AddSingleton<TaskWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TaskWatch>());
        builder.Services.AddOptions<TaskLimits>().BindConfiguration("HighTraffic:Tasks").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TaskBacklog>();
        builder.Services.AddScoped<TaskAcceptance>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new TaskStatusConverter());
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, TasksJsonContext.Default);
        });
        return builder;
    }
}
