using System.Threading.Channels;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Publishes tasks right after their commit, in batches, so that clients do not wait for the broker. It is best effort: what it drops or fails
/// to publish is still in the outbox, and the worker's relay publishes it within seconds.
/// </summary>
/// <param name="publisher">The publisher.</param>
/// <param name="logger">The log.</param>
internal sealed class CommittedTaskPublisher(TaskPublisher publisher, ILogger<CommittedTaskPublisher> logger) : BackgroundService
{
    private const int BatchSize = 100;

    private const int Capacity = 10 * BatchSize;

    // Late enough that most tasks have begun and need no mark, and early enough that the relay does not publish the others again.
    private static readonly TimeSpan MarkPeriod = TaskStore.PublishGrace / 4;

    // A message that does not arrive is not the last: the broker is down, or no worker has declared the queue yet. Each failure costs an exception
    // and two log lines, so until one has arrived, only one is tried at a time, after a pause.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<OwedMessage> _committed = Buffer();
    private readonly Channel<OwedMessage> _sent = Buffer();

    /// <summary>Queues the message of a task to be published.</summary>
    /// <param name="message">The message.</param>
    public void Publish(OwedMessage message) => _committed.Writer.TryWrite(message);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SendAsync(stoppingToken), MarkAsync(stoppingToken));

    private static Channel<OwedMessage> Buffer() => Channel.CreateBounded<OwedMessage>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        var limit = BatchSize;
        while (await _committed.Reader.WaitToReadAsync(stoppingToken))
        {
            if (await TrySendAsync(Take(_committed, limit), stoppingToken))
            {
                limit = BatchSize;
            }
            else
            {
                limit = 1;
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task<bool> TrySendAsync(List<OwedMessage> messages, CancellationToken stoppingToken)
    {
        try
        {
            var sent = await publisher.SendAsync(messages, stoppingToken);
            foreach (var message in sent)
            {
                _sent.Writer.TryWrite(message);
            }

            return sent.Count == messages.Count;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Tasks could not be published; the relay publishes them");
            return false;
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
                logger.LogWarning(exception, "Tasks could not be marked as published; the relay publishes them again");
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
