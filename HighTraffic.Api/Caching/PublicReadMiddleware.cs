using HighTraffic.Api.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Surrounds the output cache for public reads: what happens before it looks, and after it stored.</summary>
internal sealed class PublicReadMiddleware(RequestDelegate next, IOptions<CacheOptions> options, StaleAnswers staleAnswers, ApiMeter meter)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PublicReadPolicy>() is { } policy ? ReadAsync(context, policy.Profile) : next(context);

    private async Task ReadAsync(HttpContext context, CacheProfile profile)
    {
        var request = context.Request;
        var lifetime = TimeSpan.FromSeconds(profile.Seconds(options.Value));
        var read = new PublicRead(profile, lifetime, ContentCoding.Negotiate(request.Headers.AcceptEncoding));
        context.Features.Set(read);
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                context.Features.GetRequiredFeature<PublicRead>().Describe(context.Response);
                return Task.CompletedTask;
            },
            context);

        // The server drops the body of an answer to HEAD by itself; to all else it is a GET, and shares its stored answer.
        if (HttpMethods.IsHead(request.Method))
        {
            request.Method = HttpMethods.Get;
        }

        // Entity tags tell one version from another; the date of a stored answer, which the output cache would compare, does not.
        request.Headers.IfModifiedSince = default;

        // The answer is for everybody who waits for it, so it is computed and stored even if the first of them has gone.
        context.RequestAborted = CancellationToken.None;

        if (request.Headers.IfNoneMatch.Count > 0)
        {
            await AnswerConditionallyAsync(context);
        }
        else
        {
            await next(context);
        }

        await staleAnswers.RemoveAsync(read);
        meter.PublicRead(profile, read.Outcome);
    }

    private async Task AnswerConditionallyAsync(HttpContext context)
    {
        var response = context.Response;
        var body = response.Body;
        await using var conditional = new ConditionalBody(context, body);
        response.Body = conditional;
        try
        {
            await next(context);
        }
        finally
        {
            response.Body = body;
        }
    }
}
