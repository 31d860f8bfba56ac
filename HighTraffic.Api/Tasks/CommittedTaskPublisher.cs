using System.Threading.Channels;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Publishes tasks right after their commit, without their clients waiting for the broker, and those that come together in one
/// batch. It may forget: what it drops or fails to publish is in the outbox, and the worker's relay has it within seconds.
/// </summary>
/// <param name="publisher">Publishes.</param>
/// <param name="logger">The log.</param>
internal sealed class CommittedTaskPublisher(TaskPublisher publisher, ILogger<CommittedTaskPublisher> logger) : BackgroundService
{
    private const int BatchSize = 100;

    private const int Capacity = 10 * BatchSize;

    // Most tasks have begun by then, and need no mark; and it is soon enough that the relay leaves the others alone.
    private static readonly TimeSpan MarkPeriod = TaskStore.PublishGrace / 4;

    private readonly Channel<OwedMessage> _committed = Buffer();
    private readonly Channel<OwedMessage> _sent = Buffer();

    /// <summary>Publishes a task soon.</summary>
    /// <param name="message">The message that the task is owed.</param>
    public void Publish(OwedMessage message) => _committed.Writer.TryWrite(message);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SendAsync(stoppingToken), MarkAsync(stoppingToken));

    private static Channel<OwedMessage> Buffer() => Channel.CreateBounded<OwedMessage>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        while (await _committed.Reader.WaitToReadAsync(stoppingToken))
        {
            try
            {
                foreach (var message in await publisher.SendAsync(Take(_committed, BatchSize), stoppingToken))
                {
                    _sent.Writer.TryWrite(message);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Tasks are left to the relay");
            }
        }
    }

    private async Task MarkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(MarkPeriod);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await publisher.MarkPublishedAsync(Take(_sent, Capacity), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Tasks are left to the relay, which sends them once more");
            }
        }
    }

    private static List<OwedMessage> Take(Channel<OwedMessage> channel, int limit)
    {
        var messages = new List<OwedMessage>();
        while (messages.Count < limit && channel.Reader.TryRead(out var message))
        {
            messages.Add(message);
        }

        return messages;
    }
}
