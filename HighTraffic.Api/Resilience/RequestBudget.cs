using System.Diagnostics;
using HighTraffic.Api.Security;

namespace HighTraffic.Api.Resilience;

/// <summary>The time budget of a request, and its client. The clock starts at the arrival, so that queueing counts too.</summary>
internal sealed class RequestBudget
{
    private readonly long _arrivedAt = Stopwatch.GetTimestamp();
    private readonly HttpContext _context;

    private RequestBudget(HttpContext context) => (_context, ClientGone) = (context, context.RequestAborted);

    /// <summary>The client for the fair queue. It is known once the request is authenticated.</summary>
    public string Client => _context.ClientId;

    /// <summary>How long ago the request arrived.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_arrivedAt);

    /// <summary>Signaled when the client closes its connection.</summary>
    public CancellationToken ClientGone { get; }

    /// <summary>Work that continues after the request timed out and still uses its services.</summary>
    public Task? Unfinished { get; set; }

    /// <summary>The budget of a request. The first call starts its clock.</summary>
    public static RequestBudget Of(HttpContext context)
    {
        if (context.Features.Get<RequestBudget>() is not { } budget)
        {
            budget = new RequestBudget(context);
            context.Features.Set(budget);
        }

        return budget;
    }
}
