using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Worker.Running;

namespace HighTraffic.Worker;

/// <summary>Publishes the messages that the API failed to publish, and those of tasks that must be retried or whose worker died.</summary>
/// <param name="publisher">The publisher.</param>
/// <param name="pool">Knows the lanes in which this worker is idle.</param>
/// <param name="scopes">Provides the store.</param>
/// <param name="logger">The log.</param>
internal sealed class OutboxRelay(
    TaskPublisher publisher, RunPool pool, IServiceScopeFactory scopes, ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int BatchSize = 100;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var done = await TryRelayAsync(stoppingToken);
            timer.Period = done ? Period : TimeSpan.FromTicks(Math.Min(2 * timer.Period.Ticks, LongestPeriod.Ticks));
        }
    }

    private async Task<bool> TryRelayAsync(CancellationToken stoppingToken)
    {
        try
        {
            List<OwedMessage> batch;
            do
            {
                batch = await TakeBatchAsync(stoppingToken);
                if (batch.Count > 0 && !await publisher.PublishAsync(batch, stoppingToken))
                {
                    return false;
                }
            }
            while (batch.Count == BatchSize);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The outbox could not be relayed");
            return false;
        }
    }

    private async Task<List<OwedMessage>> TakeBatchAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TaskStore>()
            .TakeOwedMessagesAsync(BatchSize, [.. pool.IdleLanes.Select(TaskLaneNames.NameOf)], stoppingToken);
    }
}
