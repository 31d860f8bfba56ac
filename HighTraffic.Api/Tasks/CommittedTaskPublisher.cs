using System.Threading.Channels;
using HighTraffic.Messaging;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Publishes tasks right after their commit, without their clients waiting for the broker, and those that come together in one
/// batch. It may forget: what it drops or fails to publish is in the outbox, and the worker's relay has it within seconds.
/// </summary>
/// <param name="outbox">Publishes.</param>
/// <param name="logger">The log.</param>
internal sealed class CommittedTaskPublisher(TaskOutbox outbox, ILogger<CommittedTaskPublisher> logger) : BackgroundService
{
    private const int BatchSize = 100;

    private readonly Channel<OwedMessage> _committed = Channel.CreateBounded<OwedMessage>(
        new BoundedChannelOptions(10 * BatchSize) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Publishes a task soon.</summary>
    /// <param name="message">The message that the task is owed.</param>
    public void Publish(OwedMessage message) => _committed.Writer.TryWrite(message);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _committed.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<OwedMessage>(BatchSize);
            while (batch.Count < BatchSize && _committed.Reader.TryRead(out var message))
            {
                batch.Add(message);
            }

            try
            {
                await outbox.PublishAsync(batch, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "{Count} tasks are left to the relay", batch.Count);
            }
        }
    }
}
