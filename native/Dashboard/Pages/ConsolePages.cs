using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using HighTraffic.Native.Dashboard.Live;
using HighTraffic.Native.Dashboard.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>What processes write, as they write it.</summary>
internal static class ConsolePages
{
    public static void MapConsole(this IEndpointRouteBuilder app)
    {
        app.MapGet("/console/{id?}", Show);
        app.MapGet("/console/{id}/stream", Stream);
    }

    private static RazorComponentResult Show(string? id, ResourceBoard board)
    {
        id ??= board.All.FirstOrDefault(resource => resource.HasProcess)?.Id;
        return id is not null && board.Find(id) is { HasProcess: true }
            ? new RazorComponentResult<ConsolePage>(new { Selected = id, Lines = board.Engine.ReadConsole(id) })
            : Missing.Page(id is null ? "No resource with a process is known yet." : $"There is no resource '{id}' with a process.");
    }

    private static Results<ServerSentEventsResult<StreamedLine[]>, NotFound> Stream(
        string id, int after, ResourceBoard board, IHostApplicationLifetime lifetime, HttpContext context, [FromHeader(Name = "Last-Event-ID")] int? last)
    {
        if (board.Find(id) is not { HasProcess: true })
        {
            return TypedResults.NotFound();
        }

        return TypedResults.ServerSentEvents(LinesAsync(board, id, last ?? after, context.RequestAborted, lifetime.ApplicationStopping));
    }

    private static async IAsyncEnumerable<SseItem<StreamedLine[]>> LinesAsync(
        ResourceBoard board, string id, int after, CancellationToken aborted, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        await using var groups = board.Engine.WatchConsole(id, ended.Token).GetAsyncEnumerator(ended.Token);
        while (await groups.MovesNextUntilCanceledAsync())
        {
            var lines = groups.Current.Where(line => line.Number > after).ToArray();
            if (lines.Length > 0)
            {
                yield return new SseItem<StreamedLine[]>([.. lines.Select(StreamedLine.Of)], "lines")
                {
                    EventId = lines[^1].Number.ToString(CultureInfo.InvariantCulture),
                };
            }
        }
    }

    /// <summary>A line as the page's script takes it.</summary>
    private sealed record StreamedLine(bool IsError, IReadOnlyList<AnsiPiece> Pieces)
    {
        public static StreamedLine Of(ConsoleLine line) => new(line.IsError, AnsiText.Parse(line.Text));
    }
}
