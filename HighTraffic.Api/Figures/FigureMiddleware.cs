using System.Diagnostics;

namespace HighTraffic.Api.Figures;

/// <summary>Measures each request to the API.</summary>
internal sealed class FigureMiddleware(RequestDelegate next, FigureCounters counters)
{
    private static readonly PathString Api = "/api";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Api))
        {
            return next(context);
        }

        // A cache hit completes synchronously, so nothing is allocated for it here.
        var start = Stopwatch.GetTimestamp();
        var answer = next(context);
        if (!answer.IsCompletedSuccessfully)
        {
            return CountAfterAsync(answer, context, start);
        }

        Count(context, start);
        return answer;
    }

    private async Task CountAfterAsync(Task answer, HttpContext context, long start)
    {
        try
        {
            await answer;
        }
        finally
        {
            Count(context, start);
        }
    }

    private void Count(HttpContext context, long start)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Uncounted>() is null)
        {
            counters.Request(Stopwatch.GetElapsedTime(start));
        }
    }
}
