using System.Diagnostics;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.ServiceDefaults;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Core.Messaging;

/// <summary>
/// Publishes the messages that tasks are owed. A message counts as published once the broker confirms that a queue has it. All others stay
/// owed. Duplicates are harmless: they find no task to begin.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="scopes">Provides the store.</param>
/// <param name="logger">The log.</param>
internal sealed class TaskPublisher(IBus bus, IServiceScopeFactory scopes, ILogger<TaskPublisher> logger)
{
    private static readonly ActivitySource Source = new(TelemetryNames.App);

    /// <summary>The timeout of a batch. While the broker is down, publishing would wait forever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Publishes messages concurrently and marks those that arrived, in one statement.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether all of them arrived.</returns>
    public async Task<bool> PublishAsync(IReadOnlyCollection<OwedMessage> messages, CancellationToken cancellationToken)
    {
        var published = await SendAsync(messages, cancellationToken);
        await MarkPublishedAsync(published, cancellationToken);
        return published.Count == messages.Count;
    }

    /// <summary>Publishes messages concurrently. They stay owed until they are marked.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Those that arrived.</returns>
    public async Task<IReadOnlyCollection<OwedMessage>> SendAsync(IReadOnlyCollection<OwedMessage> messages, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var outcomes = await Task.WhenAll(messages.Select(message => TryPublishAsync(message, patience.Token)));
        var published = messages.Zip(outcomes).Where(pair => pair.Second is null).Select(pair => pair.First).ToArray();
        if (published.Length < messages.Count)
        {
            logger.LogWarning(
                "{Count} of {Total} tasks could not be published and stay in the outbox: {Reason}",
                messages.Count - published.Length, messages.Count, outcomes.First(outcome => outcome is not null)!.Message);
        }

        return published;
    }

    /// <summary>Marks messages as published, in one statement. A task that has begun since is left alone.</summary>
    /// <param name="published">The messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes once it is written.</returns>
    public async Task MarkPublishedAsync(IReadOnlyCollection<OwedMessage> published, CancellationToken cancellationToken)
    {
        if (published.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TaskStore>().MarkPublishedAsync(published, cancellationToken);
    }

    private async Task<Exception?> TryPublishAsync(OwedMessage message, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("publish task", ActivityKind.Internal, message.TraceParent);
        try
        {
            // Mandatory: until the first worker declares the queue, the broker would confirm the message and drop it.
            var queue = await bus.GetSendEndpoint(TaskQueues.AddressOf(message.Lane));
            await queue.Send(new RunTask(message.Id, message.Lane), context => context.GetPayload<RabbitMqSendContext>().Mandatory = true, cancellationToken);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
