using HighTraffic.Api.Problems;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Http.Timeouts;
using Polly;
using Polly.CircuitBreaker;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Refuses work for the database at once while the database answers nothing. Else each request would find that out by its own
/// time-out, and hold a place and a connection until then.
/// </summary>
internal sealed class DatabaseBreaker
{
    // Everything has to fail: one request that succeeds shows that it is not the database.
    private const double FailureRatio = 1;
    private const int FewestRequests = 2;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // Then one request tries.
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(1);

    private readonly RequestDelegate _next;
    private readonly ApiMeter _meter;
    private readonly ResiliencePipeline _pipeline;

    public DatabaseBreaker(RequestDelegate next, TimeProvider time, ApiMeter meter)
    {
        (_next, _meter) = (next, meter);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = FewestRequests,
                SamplingDuration = Window,
                BreakDuration = Break,
                ShouldHandle = outcome => ValueTask.FromResult(DatabaseOutages.IsOutage(outcome.Outcome.Exception)),
            })
            .Build();
    }

    public Task InvokeAsync(HttpContext context) =>

        // What has no limit of time, as a stream of events, would keep the one that tries from ever telling.
        context.Features.Get<IHttpRequestTimeoutFeature>() is { } timeout ? RunOrRefuseAsync(context, timeout) : _next(context);

    private async Task RunOrRefuseAsync(HttpContext context, IHttpRequestTimeoutFeature timeout)
    {
        try
        {
            await _pipeline.ExecuteAsync(static (state, _) => RunAsync(state.Next, state.Context, state.Timeout), (Next: _next, Context: context, Timeout: timeout));
        }
        catch (BrokenCircuitException)
        {
            _meter.Shed(ShedReason.Database);
            throw;
        }
    }

    private static async ValueTask RunAsync(RequestDelegate next, HttpContext context, IHttpRequestTimeoutFeature timeout)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException exception) when (timeout.RequestTimeoutToken.IsCancellationRequested)
        {
            throw new TimeoutException("The database did not answer within the time that a request may take.", exception);
        }
    }
}
