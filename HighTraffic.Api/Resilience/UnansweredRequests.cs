using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Makes sure that a success is one that a handler wrote. A middleware that ends a request without an answer would leave the 200 that every
/// response begins with; that becomes a 503, so no client takes an unwritten answer for a done write.
/// </summary>
internal static class UnansweredRequests
{
    /// <summary>Checks the answers of everything that follows.</summary>
    public static void UseAnswerCheck(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status200OK } && context.Features.Get<Reached>() is null)
        {
            await Refusal.For(ShedReason.Timeout).WriteAsync(context);
        }
    });

    /// <summary>Notes that a request has reached its endpoint. It must be the last middleware.</summary>
    public static void UseAnswerMark(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Features.Set(Reached.Mark);
        return next(context);
    });

    private sealed class Reached
    {
        public static readonly Reached Mark = new();
    }
}
