using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using HighTraffic.Api.Quotas;
using HighTraffic.Api.Security;
using HighTraffic.Data.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Streams the state of a task as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): the current state first,
/// then each change. The stream ends with the task. Each event has the whole state, so a client that reconnects with the id of its last event
/// misses nothing that matters.
/// </summary>
internal static class TaskEvents
{
    private const string StateEvent = "task";
    private const string HeartbeatEvent = "heartbeat";

    // Well below the timeouts of proxies, which treat silence as a failure.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(1);

    public static async Task<Results<ServerSentEventsResult<TaskDetails?>, NoContent, ProblemHttpResult>> GetAsync(
        Guid id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        HttpContext http,
        TaskWatch watch,
        EventStreams streams,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        if (streams.TryOpen(http.User.ClientName) is not { } stream)
        {
            http.Response.Headers.RetryAfter = EventStreams.RetryAfterSeconds;
            return TypedResults.Problem("This client has too many open event streams.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        http.Response.RegisterForDispose(stream);
        if (await watch.FindAsync(id, cancellationToken) is not { } task)
        {
            return TaskResults.Unknown();
        }

        // A 204 tells the browser not to reconnect.
        if (HasEnded(task) && EventId(task) == lastEventId)
        {
            return TypedResults.NoContent();
        }

        // The framework sets "Content-Encoding: identity" to prevent compression, but responses must not contain it (RFC 9110, 8.4.1).
        http.Response.OnStarting(static state => Task.FromResult(((HttpResponse)state).Headers.Remove(HeaderNames.ContentEncoding)), http.Response);
        return TypedResults.ServerSentEvents(HttpMethods.IsHead(http.Request.Method)
            ? AsyncEnumerable.Empty<SseItem<TaskDetails?>>()
            : StreamAsync(id, lastEventId, watch, lifetime.ApplicationStopping, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<TaskDetails?>> StreamAsync(
        Guid id, string? seen, TaskWatch watch, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = watch.Watch(id);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);

        // Read after the watch began, so that no change is missed in between.
        var task = await watch.FindAsync(id, cancellationToken);
        while (true)
        {
            if (task is not null && EventId(task) is var eventId && eventId != seen)
            {
                seen = eventId;
                yield return new SseItem<TaskDetails?>(task, StateEvent) { EventId = eventId, ReconnectionInterval = ReconnectionInterval };
            }
            else
            {
                yield return new SseItem<TaskDetails?>(null, HeartbeatEvent);
            }

            if (task is not null && HasEnded(task))
            {
                yield break;
            }

            try
            {
                task = await NextAsync(watcher, seen, end.Token);
            }
            catch (OperationCanceledException)
            {
                // The client has disconnected, or this replica stops and the client reconnects to another one.
                yield break;
            }
        }
    }

    // The next state that differs from the one seen; null, for a heartbeat, after a while without one.
    private static async Task<TaskDetails?> NextAsync(TaskWatch.Watcher watcher, string? seen, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(HeartbeatInterval);
        try
        {
            while (true)
            {
                var task = await watcher.States.ReadAsync(patience.Token);
                if (EventId(task) != seen)
                {
                    return task;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string EventId(TaskDetails task) =>
        string.Create(CultureInfo.InvariantCulture, $"{task.Attempts}-{task.Progress}-{task.Status}").ToLowerInvariant();

    private static bool HasEnded(TaskDetails task) => task.Status is not (BackgroundTaskStatus.Queued or BackgroundTaskStatus.Running);
}
