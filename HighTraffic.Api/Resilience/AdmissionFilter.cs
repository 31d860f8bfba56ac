using HighTraffic.Api.Telemetry;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Applies the load limits to an endpoint's handler: sheds at once what cannot be served in time, and responds at the deadline even if the
/// handler is still running. It runs after binding and validation, so an invalid request takes no slot.
/// </summary>
/// <param name="kind">What the endpoint's requests take from the database, unless they are searches.</param>
/// <param name="admission">Hands out the slots.</param>
/// <param name="breaker">Tells whether the database responds.</param>
/// <param name="limits">The limits.</param>
/// <param name="meter">Counts what is shed.</param>
internal sealed class AdmissionFilter(
    RequestKind kind, Admission admission, DatabaseBreaker breaker, IOptions<LoadLimitOptions> limits, ApiMeter meter) : IEndpointFilter
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

        var taken = http.GetEndpoint()?.Metadata.GetMetadata<SearchMetadata>()?.IsSearch(http.Request) == true ? RequestKind.Search : kind;
        if (await admission.TryEnterAsync(budget, taken) is not { } slot)
        {
            return Refuse(ShedReason.Concurrency);
        }

        var left = _timeout - budget.Elapsed;
        if (left <= TimeSpan.Zero || breaker.IsOpen)
        {
            slot.Dispose();
            return Refuse(left <= TimeSpan.Zero ? ShedReason.Timeout : ShedReason.Database);
        }

        var work = WorkAsync(context, next, slot);
        if (work.IsCompleted)
        {
            return await work;
        }

        // The work keeps its slot until it ends, because it still holds its connection. Canceling it would not help: Npgsql asks the server to
        // cancel, and waits for a server that hangs.
        await ((Task)work.WaitAsync(left)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
        {
            return await work;
        }

        // A search may be slow by itself, and those that share a statement would count its timeout many times.
        if (taken == RequestKind.Default)
        {
            await breaker.RecordTimeoutAsync();
        }

        // The work may still touch the request's objects, so close the connection: Kestrel would reuse them for its next request.
        budget.Unfinished = work;
        http.Response.Headers.Connection = "close";
        return Refuse(ShedReason.Timeout);
    }

    private static async Task<object?> WorkAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, IDisposable slot)
    {
        using (slot)
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
