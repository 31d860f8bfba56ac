using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Makes sure that only a handler can respond with success. If middleware ends a request without writing a response, the default status of 200
/// would remain. It becomes a 503, so that no client mistakes it for a completed write.
/// </summary>
internal static class UnansweredRequests
{
    /// <summary>Checks the responses of all middleware that follows.</summary>
    public static void UseAnswerCheck(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status200OK } && context.Features.Get<Reached>() is null)
        {
            await Refusal.For(ShedReason.Timeout).WriteAsync(context);
        }
    });

    /// <summary>Records that a request has reached its endpoint. It must be the last middleware.</summary>
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
