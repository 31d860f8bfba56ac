using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using MassTransit;
using Microsoft.Extensions.Options;

namespace HighTraffic.Worker.Running;

/// <summary>
/// The queues of <see cref="RunTaskConsumer"/>, one per lane. They are replicated, and have as many unacknowledged deliveries as there are
/// slots.
/// </summary>
internal static class TaskReceiveEndpoints
{
    /// <summary>Configures the receive endpoints.</summary>
    /// <param name="context">The services.</param>
    /// <param name="rabbit">The bus.</param>
    public static void ReceiveTasks(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var options = context.GetRequiredService<IOptions<WorkerOptions>>().Value;
        foreach (var lane in Enum.GetValues<TaskLane>())
        {
            rabbit.ReceiveEndpoint(TaskQueues.NameOf(lane), endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.PrefetchCount = options.SlotsOf(lane);
                endpoint.ConcurrentMessageLimit = options.SlotsOf(lane);

                // Each message is sent to one queue. A published message would reach both.
                endpoint.ConfigureConsumeTopology = false;

                // Covers short database outages. After the retries the message moves to the error queue, and the relay publishes a new one.
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<TaskFailedException>();
                    retry.Exponential(
                        retryLimit: 5, minInterval: TimeSpan.FromSeconds(1), maxInterval: TimeSpan.FromSeconds(15), intervalDelta: TimeSpan.FromSeconds(2));
                });
                endpoint.ConfigureConsumer<RunTaskConsumer>(context);
            });
        }
    }
}
