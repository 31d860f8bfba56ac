using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.Core.Messaging;

/// <summary>Adds the message bus, with the same settings for senders and receivers.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds MassTransit on the RabbitMQ of <see cref="ResourceNames.Messaging"/>. The host starts even if the broker is down, and the
    /// bus connects once it is up.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="withoutBroker">The health of the service while the broker is down: degraded for a service that works without it.</param>
    /// <param name="configure">Adds the consumers.</param>
    /// <param name="receive">Adds the receive endpoints.</param>
    /// <returns>The host.</returns>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder,
        HealthStatus withoutBroker,
        Action<IBusRegistrationConfigurator>? configure = null,
        Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator>? receive = null)
    {
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.ConfigureHealthCheckOptions(check => check.MinimalFailureStatus = withoutBroker);
            configure?.Invoke(bus);
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(builder.Configuration.GetConnectionString(ResourceNames.Messaging)
                    ?? throw new InvalidOperationException($"The connection string '{ResourceNames.Messaging}' is missing.")));
                receive?.Invoke(context, rabbit);
            });
        });
        builder.Services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = false;
            host.StopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.TryAddSingleton<TaskPublisher>();
        return builder;
    }
}
