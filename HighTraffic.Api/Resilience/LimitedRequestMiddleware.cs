namespace HighTraffic.Api.Resilience;

/// <summary>
/// Keeps the scoped services of a request with load limits alive until its work ends, which may be after the response at the deadline. Work
/// that has begun is finished even if the client disconnects, so neither a committed write nor a computed response is lost.
/// </summary>
internal sealed partial class LimitedRequestMiddleware(RequestDelegate next, IServiceScopeFactory scopes, ILogger<LimitedRequestMiddleware> logger)
{
    /// <summary>Marks the endpoints with load limits.</summary>
    public static readonly object Metadata = new Mark();

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null ? next(context) : RunAsync(context);

    private async Task RunAsync(HttpContext context)
    {
        var budget = RequestBudget.Of(context);
        context.RequestAborted = CancellationToken.None;
        var (services, scope) = (context.RequestServices, scopes.CreateAsyncScope());
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await next(context);
        }
        finally
        {
            if (budget.Unfinished is { } work)
            {
                // The scope ends with the work, possibly while the cache is still writing the refusal.
                context.RequestServices = services;
                _ = FinishAsync(work, scope);
            }
            else
            {
                // Exception handlers still need the services.
                context.Response.RegisterForDisposeAsync(scope);
            }
        }
    }

    private async Task FinishAsync(Task work, AsyncServiceScope scope)
    {
        await using (scope)
        {
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            LogFinished(work.Exception?.GetBaseException().Message ?? "done");
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A request that timed out has finished its work: {Outcome}")]
    private partial void LogFinished(string outcome);

    private sealed class Mark;
}
