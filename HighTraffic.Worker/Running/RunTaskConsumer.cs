using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using MassTransit;

namespace HighTraffic.Worker.Running;

/// <summary>
/// Claims the next task of a lane and begins its run. A message is only a wake-up: the task that it was sent for begins when it is its turn,
/// through this message or another one. Late, duplicate and wrong messages are harmless: they find nothing to claim. The message of a failed
/// task moves to the error queue with the reason. The delivery is acknowledged after the claim, because RabbitMQ closes a channel whose
/// delivery stays unacknowledged longer than its <c>consumer_timeout</c>.
/// </summary>
/// <param name="pool">The slots.</param>
/// <param name="store">The tasks.</param>
/// <param name="replica">The owner of the leases.</param>
internal sealed class RunTaskConsumer(RunPool pool, TaskStore store, Replica replica) : IConsumer<RunTask>
{
    /// <summary>How long a delivery waits for a slot. Then the lane is owed the message again, for a worker with free slots.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<RunTask> context)
    {
        var (id, laneName) = context.Message;
        var lane = TaskLaneNames.Parse(laneName);
        if (!await pool.TryReserveAsync(lane, Patience))
        {
            await RefuseIfFailedAsync(id, context.CancellationToken);
            await store.ReturnToRelayAsync(laneName, context.CancellationToken);
            return;
        }

        ClaimedTask? task = null;
        try
        {
            task = await store.ClaimNextAsync(laneName, wokenFor: id, replica.Name, context.CancellationToken);
        }
        finally
        {
            if (task is null)
            {
                pool.Release(lane);
            }
        }

        if (task is not null)
        {
            pool.Begin(lane, task);
        }
        else
        {
            await RefuseIfFailedAsync(id, context.CancellationToken);
        }
    }

    private async Task RefuseIfFailedAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.FindFailureAsync(id, cancellationToken) is { } reason)
        {
            throw new TaskFailedException(reason);
        }
    }
}
