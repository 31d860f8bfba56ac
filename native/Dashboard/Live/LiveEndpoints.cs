using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.Native.Dashboard.Live;

/// <summary>Tells open pages by server-sent events when to look again.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder app) => app.MapGet("/live/{topic}", Watch);

    private static Results<ServerSentEventsResult<string>, NotFound> Watch(
        string topic, ChangeFeed changes, IHostApplicationLifetime lifetime, HttpContext context)
    {
        if (!Enum.TryParse<Topic>(topic, ignoreCase: true, out var known) || !Enum.IsDefined(known))
        {
            return TypedResults.NotFound();
        }

        return TypedResults.ServerSentEvents(WatchAsync(changes, known, context.RequestAborted, lifetime.ApplicationStopping));
    }

    private static async IAsyncEnumerable<SseItem<string>> WatchAsync(
        ChangeFeed changes, Topic topic, CancellationToken aborted, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await using var told = changes.WatchAsync(topic, ended.Token).GetAsyncEnumerator(ended.Token);
        while (await told.MovesNextUntilCanceledAsync())
        {
            yield return new SseItem<string>(told.Current, "changed");
        }
    }
}
