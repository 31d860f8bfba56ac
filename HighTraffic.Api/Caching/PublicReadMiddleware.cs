using System.Diagnostics;
using System.Globalization;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Resilience;
using HighTraffic.Api.Security;
using HighTraffic.Api.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Serves public reads from the cache. The responses are the same for every client, so cookies and <c>Authorization</c> are ignored.
/// </summary>
internal sealed class PublicReadMiddleware(
    RequestDelegate next, IOptions<CacheOptions> options, PublicReads reads, CachedResponseWriter writer, ApiKey apiKey, ApiMeter meter, FigureCounters figures)
{
    private static readonly StringValues LocalTiming = "cache;desc=\"local\"";

    private readonly CacheOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CacheProfile>() is not { } profile)
        {
            return next(context);
        }

        var variant = profile.Variant(context.Request);
        var coding = _options.StoreCompressed ? ContentCoding.Negotiate(context.Request.Headers.AcceptEncoding) : ContentCoding.Identity;
        var isFresh = AsksForFreshAnswer(context.Request);
        if (variant is not null && !isFresh && reads.FindLocal(PublicRead.KeyOf(profile, variant)) is { } held && held.CachedResponse.Has(coding))
        {
            meter.PublicRead(profile, CacheOutcome.LocalHit);
            figures.Read(CacheOutcome.LocalHit);
            return writer.WriteAsync(context, held, coding, held.LocalStatus, LocalTiming);
        }

        return AnswerAsync(context, profile, variant, coding, isFresh);
    }

    private async Task AnswerAsync(HttpContext context, CacheProfile profile, string? variant, ContentCoding coding, bool isFresh)
    {
        var start = Stopwatch.GetTimestamp();
        var read = new PublicRead(
            profile, PublicRead.KeyOf(profile, variant ?? ""), profile.Tags(context.Request), coding, _options)
        {
            IsStorable = !HeaderUtilities.ContainsCacheDirective(context.Request.Headers.CacheControl, CacheControlHeaderValue.NoStoreString),
        };

        // Other requests may be waiting for the response, so it is computed and stored even if this client disconnects.
        context.RequestAborted = CancellationToken.None;
        RequestBudget.Of(context);
        DescribeWhatIsNotKept(context, variant is null ? "HighTraffic; fwd=bypass" : isFresh ? "HighTraffic; fwd=request" : "HighTraffic; fwd=miss");

        var result = variant is null || !_options.Enabled
            ? await reads.BypassAsync(read, computation => ComputeAsync(context, computation))
            : isFresh ? await reads.RefreshAsync(read, computation => ComputeAsync(context, computation))
            : await reads.GetAsync(read, computation => ComputeAsync(context, computation));
        meter.PublicRead(profile, result.Outcome);
        if (result.Held is { } held)
        {
            figures.Read(result.Outcome);
            await WriteAsync(context, read, result, held, start);
        }
        else if (result.Refusal is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
    }

    private async Task ComputeAsync(HttpContext context, Computation computation)
    {
        context.Features.Set(computation);
        await next(context);
        if (computation.CachedResponse is not null)
        {
            meter.Recomputation(computation.Read.Profile);
        }
    }

    private async Task WriteAsync(HttpContext context, PublicRead read, ReadResult result, CacheEntry held, long start)
    {
        var isNewForm = !held.CachedResponse.Has(read.Coding);
        await writer.WriteAsync(context, held, read.Coding, CacheStatus(read, result, held), ServerTiming(result, start));
        if (isNewForm && read.IsStorable && result.Outcome != CacheOutcome.Bypass)
        {
            await reads.KeepFormAsync(read, held);
        }
    }

    // Covers responses that other middleware writes, such as errors. It is set when the response starts, because error handling clears all
    // headers.
    private static void DescribeWhatIsNotKept(HttpContext context, string status) => context.Response.OnStarting(() =>
    {
        context.Response.Headers.TryAdd("Cache-Status", status);
        return Task.CompletedTask;
    });

    // Without this check, any client could bypass the cache with a header.
    private bool AsksForFreshAnswer(HttpRequest request) =>
        request.Headers.CacheControl is { Count: > 0 } cacheControl
        && HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.NoCacheString)
        && apiKey.IsIn(request);

    // RFC 9211: the name of the cache, then what it did.
    private static StringValues CacheStatus(PublicRead read, ReadResult result, CacheEntry held) => result.Outcome switch
    {
        CacheOutcome.LocalHit => held.LocalStatus,
        CacheOutcome.SharedHit => held.SharedStatus,
        CacheOutcome.Miss when !read.IsStorable => "HighTraffic; fwd=miss",
        CacheOutcome.Refresh when !read.IsStorable => "HighTraffic; fwd=request",
        CacheOutcome.Miss => "HighTraffic; fwd=miss; stored",
        CacheOutcome.Collapsed => "HighTraffic; fwd=miss; collapsed",
        CacheOutcome.Refresh => "HighTraffic; fwd=request; stored",
        _ => "HighTraffic; fwd=bypass",
    };

    // https://www.w3.org/TR/server-timing/: durations in milliseconds.
    private static StringValues ServerTiming(ReadResult result, long start)
    {
        var cache = CacheOutcomeNames.NameOf(result.Outcome);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result.Milliseconds is { } database
            ? string.Create(CultureInfo.InvariantCulture, $"cache;desc=\"{cache}\", db;dur={database:F1}, total;dur={total:F1}")
            : string.Create(CultureInfo.InvariantCulture, $"cache;desc=\"{cache}\", total;dur={total:F1}");
    }
}
