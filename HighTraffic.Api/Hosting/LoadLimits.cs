using System.Threading.RateLimiting;
using HighTraffic.Api.Caching;
using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Sheds load early: more work at once than the database has connections only makes all of it slow. The middleware is placed
/// behind the output cache, so answers from the cache are not limited.
/// </summary>
internal static class LoadLimits
{
    private const string Policy = "uncached";
    private const string RetryAfterSeconds = "1";

    public static void AddLoadLimits(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LoadLimitOptions>().BindConfiguration("HighTraffic:Limits").ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LoadLimitOptions>, ApiMeter>((limiter, limits, meter) =>
        {
            limiter.AddPolicy(Policy, _ => RateLimitPartition.GetConcurrencyLimiter(Policy, _ => Concurrency(limits.Value)));
            limiter.OnRejected = async (rejected, _) =>
            {
                meter.Shed(ShedReason.Concurrency);
                await RefuseAsync(rejected.HttpContext);
            };
        });
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LoadLimitOptions>, ApiMeter>((timeouts, limits, meter) =>
            timeouts.AddPolicy(Policy, new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromSeconds(limits.Value.TimeoutSeconds),
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                WriteTimeoutResponse = context =>
                {
                    meter.Shed(ShedReason.Timeout);
                    return RefuseAsync(context);
                },
            }));
    }

    public static void UseLoadLimits(this IApplicationBuilder app)
    {
        app.UseRequestTimeouts();
        app.UseMiddleware<UnansweredRequests>();
        app.UseRateLimiter();
        app.Use(UnansweredRequests.AdmitAsync);
        app.UseMiddleware<DatabaseBreaker>();
    }

    /// <summary>Limits how many requests are worked on at once and how long each may take; past it the answer is 503 with <c>Retry-After</c>.</summary>
    public static TBuilder WithLoadLimits<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.RequireRateLimiting(Policy);
        builder.WithRequestTimeout(Policy);
        builder.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(ProblemDetails), ["application/problem+json"]));
        return builder;
    }

    private static ConcurrencyLimiterOptions Concurrency(LoadLimitOptions limits) => new()
    {
        PermitLimit = limits.ConcurrentRequests,
        QueueLimit = limits.QueuedRequests,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };

    private static Task RefuseAsync(HttpContext context)
    {
        // The cache has an answer left to give, which is better than none.
        if (PublicRead.Of(context)?.ConfirmedFallback is not null)
        {
            return Task.CompletedTask;
        }

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }
}
