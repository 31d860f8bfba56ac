using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using MassTransit;

namespace HighTraffic.Worker.Running;

/// <summary>
/// Claims the task that a message names and begins its run. Late, duplicate and wrong messages are harmless: they find nothing to
/// claim. The message of a failed task moves to the error queue with the reason. The delivery is acknowledged after the claim, because
/// RabbitMQ closes a channel whose delivery stays open for longer than its <c>consumer_timeout</c>.
/// </summary>
/// <param name="pool">The slots.</param>
/// <param name="types">The task types.</param>
/// <param name="store">The tasks.</param>
/// <param name="replica">Who claims.</param>
internal sealed class RunTaskConsumer(RunPool pool, TaskTypes types, TaskStore store, Replica replica) : IConsumer<RunTask>
{
    /// <summary>How long a delivery waits for a slot. Then its task goes back to the relay, for a worker with free slots.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<RunTask> context)
    {
        var id = context.Message.TaskId;
        var lane = types.LaneOf(context.Message.Type);
        if (!await pool.TryReserveAsync(lane, Patience))
        {
            await store.ReturnToRelayAsync(id, context.CancellationToken);
            return;
        }

        ClaimedTask? task = null;
        try
        {
            task = await store.ClaimAsync(id, replica.Name, context.CancellationToken);
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
            pool.Begin(task);
        }
        else if (await store.FindFailureAsync(id, context.CancellationToken) is { } reason)
        {
            throw new TaskFailedException(reason);
        }
    }
}
