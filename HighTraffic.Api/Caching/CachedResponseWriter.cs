using HighTraffic.Api.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>Sends cached responses. A hit allocates neither a body nor header values.</summary>
internal sealed class CachedResponseWriter(CacheHeaders cacheHeaders)
{
    private static readonly StringValues ContentType = "application/json; charset=utf-8";
    private static readonly StringValues Vary = HeaderNames.AcceptEncoding;

    /// <summary>Sends a response, or the 304 or 412 that the preconditions of the request call for.</summary>
    public Task WriteAsync(HttpContext context, CacheEntry held, ContentCoding coding, StringValues cacheStatus, StringValues serverTiming)
    {
        var (response, body) = (context.Response, held.CachedResponse.In(coding));
        var headers = response.Headers;
        var precondition = Preconditions.Evaluate(context.Request, body.ETag);
        if (precondition == PreconditionResult.Failed)
        {
            headers["Cache-Status"] = cacheStatus;
            return TypedResults.Problem(statusCode: StatusCodes.Status412PreconditionFailed).ExecuteAsync(context);
        }

        headers["Cache-Status"] = cacheStatus;
        headers["Server-Timing"] = serverTiming;
        if (held.CachedResponse.IsNotFound)
        {
            // Nginx does not cache these: a flood of unknown ids would evict hot responses.
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
        }

        // A refusal that this response replaces may have set another status.
        response.StatusCode = StatusCodes.Status200OK;
        headers.ETag = body.ETag;
        headers.Vary = Vary;
        headers.CacheControl = cacheHeaders.CacheControl;

        // Nginx cannot tell users apart, so it must not cache a response to an authenticated request.
        if (cacheHeaders.AreShared && context.User.Identity?.IsAuthenticated != true)
        {
            headers["X-Accel-Expires"] = held.AccelExpires;
        }

        if (precondition == PreconditionResult.NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = ContentType;
        headers.ContentLength = body.Bytes.Length;
        if (body.ContentEncoding.Count > 0)
        {
            headers.ContentEncoding = body.ContentEncoding;
        }

        // For HEAD, Kestrel discards the body.
        return response.Body.WriteAsync(body.Bytes, CancellationToken.None).AsTask();
    }
}
