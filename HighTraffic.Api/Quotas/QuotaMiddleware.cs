using HighTraffic.Api.Caching;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Resilience;
using HighTraffic.Api.Security;
using HighTraffic.Api.Telemetry;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Quotas;

/// <summary>
/// Refuses the requests of a client that has used up its quota, with 429. It runs after the public cache and before authorization, so that
/// cached responses are never limited, but attempts to guess keys are.
/// </summary>
internal sealed class QuotaMiddleware(RequestDelegate next, ClientBuckets buckets, IOptions<QuotaOptions> options, ApiMeter meter)
{
    private static readonly PathString Api = "/api";

    private readonly QuotaOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || !context.Request.Path.StartsWithSegments(Api) || endpoint.Metadata.GetMetadata<Unmetered>() is not null)
        {
            return next(context);
        }

        var user = context.User;
        var (name, limit) = user.Identity?.IsAuthenticated == true
            ? _options.ClassOf(user.FindFirst(ClaimNames.QuotaClass)?.Value)
            : RejectedCredentials.AreIn(context) ? (RejectedCredentials.Quota, _options.RejectedCredentials)
            : (Client.Anonymous, _options.Anonymous);
        if (!limit.IsLimited)
        {
            return next(context);
        }

        return LimitAsync(context, name, context.ClientId, limit);
    }

    private async Task LimitAsync(HttpContext context, string name, string client, QuotaLimit limit)
    {
        var decision = await buckets.TakeAsync($"{name}:{client}", limit);
        meter.ClientRequest(context.User.ClientKind, name, decision.IsAllowed);
        if (!decision.IsAllowed)
        {
            meter.Shed(ShedReason.Quota);
            await Refusal.ForQuota(http => RefuseAsync(http, name, limit, decision)).ExecuteAsync(context);
            return;
        }

        // A public response must not contain one client's quota: Nginx would send it to all clients.
        if (context.Features.Get<Computation>() is null)
        {
            QuotaHeaders.Write(context.Response.Headers, name, limit, decision);
        }

        await next(context);
    }

    private static Task RefuseAsync(HttpContext context, string name, QuotaLimit limit, QuotaDecision decision)
    {
        QuotaHeaders.Write(context.Response.Headers, name, limit, decision);
        var seconds = Math.Max(1, (int)Math.Ceiling(decision.RetryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = RetryAfter.Between(seconds, seconds + 2);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            detail: "The quota of this client is used up; try again after the seconds in Retry-After.").ExecuteAsync(context);
    }
}
