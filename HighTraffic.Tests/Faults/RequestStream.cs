using System.Collections.Concurrent;
using System.Net;

namespace HighTraffic.Tests.Faults;

/// <summary>Sends requests, one after the other on several connections, while an action changes the app.</summary>
internal static class RequestStream
{
    /// <summary>Sends requests until an action has ended.</summary>
    /// <param name="connections">The number of concurrent requests.</param>
    /// <param name="send">Sends one.</param>
    /// <param name="action">The action.</param>
    /// <returns>The number of each outcome.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> DuringAsync(int connections, Func<int, Task<HttpResponseMessage>> send, Func<Task> action)
    {
        var outcomes = new ConcurrentDictionary<string, int>();
        var number = 0;
        using var ended = new CancellationTokenSource();
        var senders = Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var outcome = await OutcomeAsync(() => send(Interlocked.Increment(ref number)));
                outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            }
        })).ToArray();
        await action();
        await ended.CancelAsync();
        await Task.WhenAll(senders);
        return outcomes;
    }

    private static async Task<string> OutcomeAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var response = await send();
            return (int)response.StatusCode < 400 ? nameof(HttpStatusCode.OK) : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return exception.Message;
        }
    }
}
