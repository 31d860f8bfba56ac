using MassTransit;
using Microsoft.Extensions.Options;

namespace HighTraffic.Worker.Running;

/// <summary>The queue of <see cref="RunTaskConsumer"/>: replicated, with as many deliveries open as there are slots.</summary>
internal sealed class RunTaskConsumerDefinition : ConsumerDefinition<RunTaskConsumer>
{
    private readonly int _slots;

    /// <summary>Names the queue and sets its limits.</summary>
    /// <param name="options">How many slots there are.</param>
    public RunTaskConsumerDefinition(IOptions<WorkerOptions> options)
    {
        _slots = options.Value.Slots;
        EndpointName = "run-task";
        ConcurrentMessageLimit = _slots;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RunTaskConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = _slots;
        if (endpointConfigurator is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetQuorumQueue();
        }

        // For a database that is away for a moment. After that the message goes to the error queue, and the relay sends a new one.
        endpointConfigurator.UseMessageRetry(retry => retry.Exponential(
            retryLimit: 5, minInterval: TimeSpan.FromSeconds(1), maxInterval: TimeSpan.FromSeconds(15), intervalDelta: TimeSpan.FromSeconds(2)));
    }
}
