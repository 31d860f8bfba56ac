using HighTraffic.Api.Telemetry;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Surrounds the handler of an endpoint with load limits: refuses at once what cannot be served in time, and answers at the deadline whether
/// the handler is done or not. It runs after binding and validation, so a request that is refused for its content takes no place.
/// </summary>
internal sealed class AdmissionFilter(Admission admission, DatabaseBreaker breaker, IOptions<LoadLimitOptions> limits, ApiMeter meter) : IEndpointFilter
{
    private readonly TimeSpan _timeout = limits.Value.Timeout;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var budget = RequestBudget.Of(http);
        if (breaker.IsOpen)
        {
            return Refuse(ShedReason.Database);
        }

        var isSearch = http.GetEndpoint()?.Metadata.GetMetadata<SearchMetadata>()?.IsSearch(http.Request) == true;
        if (await admission.TryEnterAsync(budget, isSearch) is not { } place)
        {
            return Refuse(ShedReason.Concurrency);
        }

        var left = _timeout - budget.Elapsed;
        if (left <= TimeSpan.Zero || breaker.IsOpen)
        {
            place.Dispose();
            return Refuse(left <= TimeSpan.Zero ? ShedReason.Timeout : ShedReason.Database);
        }

        var work = WorkAsync(context, next, place);
        if (work.IsCompleted)
        {
            return await work;
        }

        // The work keeps its place until it is over: it still holds its connection. Cancelling it would not help, since Npgsql asks the server
        // to cancel, and waits for a server that hangs.
        await ((Task)work.WaitAsync(left)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
        {
            return await work;
        }

        if (!isSearch)
        {
            breaker.RecordTimeout();
        }

        // The work may still touch the request's objects, so no other request on this connection may be given them.
        budget.Unfinished = work;
        http.Response.Headers.Connection = "close";
        return Refuse(ShedReason.Timeout);
    }

    private static async Task<object?> WorkAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, IDisposable place)
    {
        using (place)
        {
            return await next(context);
        }
    }

    private Refusal Refuse(ShedReason reason)
    {
        meter.Shed(reason);
        return Refusal.For(reason);
    }
}
