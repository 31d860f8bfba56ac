using System.Diagnostics;
using HighTraffic.Api.Security;

namespace HighTraffic.Api.Resilience;

/// <summary>The time of a request, counted from its arrival, so that waiting counts as much as working, and whose time it is.</summary>
internal sealed class RequestBudget
{
    private readonly long _arrivedAt = Stopwatch.GetTimestamp();
    private readonly HttpContext _context;

    private RequestBudget(HttpContext context) => (_context, ClientGone) = (context, context.RequestAborted);

    /// <summary>The client that takes turns with others. It is known once the request has been authenticated.</summary>
    public string Client => _context.ClientId;

    /// <summary>How long ago the request arrived.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_arrivedAt);

    /// <summary>Signaled when the client closes its connection.</summary>
    public CancellationToken ClientGone { get; }

    /// <summary>Work of the request that goes on after the request has been refused; it still uses the request's services.</summary>
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
