namespace HighTraffic.Api.Hosting;

/// <summary>
/// Refuses requests whose time ended while they waited in the limiter's queue. The rate limiter returns without calling the handler then
/// (dotnet/aspnetcore#43320), which would leave an empty 200: a success that no handler wrote.
/// </summary>
/// <param name="next">The rest of the pipeline, which begins with the rate limiter.</param>
internal sealed class UnansweredRequests(RequestDelegate next)
{
    /// <summary>Runs the request.</summary>
    /// <exception cref="OperationCanceledException">It was never let in; the request timeout answers with 503.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<Admission>() is null && !context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status200OK)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Notes that the limiter has let a request in.</summary>
    public static Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(Admission.Granted);
        return next(context);
    }

    private sealed class Admission
    {
        public static readonly Admission Granted = new();
    }
}
