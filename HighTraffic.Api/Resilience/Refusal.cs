using HighTraffic.Api.Caching;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Telemetry;

namespace HighTraffic.Api.Resilience;

/// <summary>The answer to a request that is not served now: 503 with <c>Retry-After</c>, unless the cache has an older answer left to give.</summary>
internal sealed class Refusal : IResult
{
    private static readonly Refusal[] All = [.. Enum.GetValues<ShedReason>().Select(reason => new Refusal(reason))];

    private Refusal(ShedReason reason) => Reason = reason;

    /// <summary>Why.</summary>
    public ShedReason Reason { get; }

    public static Refusal For(ShedReason reason) => All[(int)reason];

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
        context.Response.Headers.RetryAfter = RetryAfter.Soon();
        return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, detail: Sentence).ExecuteAsync(context);
    }

    private string? Sentence => Reason == ShedReason.Database ? DatabaseOutages.Detail : null;
}
