using HighTraffic.Api.Caching;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// The response to a request that is shed: 503 with <c>Retry-After</c>, or 429 for a client past its quota. The cache may serve an older
/// response instead.
/// </summary>
internal sealed class Refusal : IResult
{
    private static readonly Refusal[] All = [.. Enum.GetValues<ShedReason>().Select(reason => new Refusal(reason))];

    private readonly Func<HttpContext, Task>? _write;

    private Refusal(ShedReason reason, Func<HttpContext, Task>? write = null) => (Reason, _write) = (reason, write);

    /// <summary>The reason.</summary>
    public ShedReason Reason { get; }

    /// <summary>Whether only this client is refused. Others that wait for the same response compute it themselves.</summary>
    public bool IsPersonal => Reason == ShedReason.Quota;

    public static Refusal For(ShedReason reason) => All[(int)reason];

    /// <summary>A refusal of one client.</summary>
    /// <param name="write">Writes the problem.</param>
    public static Refusal ForQuota(Func<HttpContext, Task> write) => new(ShedReason.Quota, write);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Features.Get<Computation>() is { } computation)
        {
            computation.Refusal = this;
            return Task.CompletedTask;
        }

        return WriteAsync(httpContext);
    }

    /// <summary>Writes the problem.</summary>
    public Task WriteAsync(HttpContext context)
    {
        if (_write is not null)
        {
            return _write(context);
        }

        context.Response.Headers.RetryAfter = RetryAfter.Soon();
        return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, detail: Sentence).ExecuteAsync(context);
    }

    private string? Sentence => Reason == ShedReason.Database ? DatabaseOutages.Detail : null;
}
