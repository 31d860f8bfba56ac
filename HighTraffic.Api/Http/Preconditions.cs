using HighTraffic.Api.Caching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Http;

/// <summary>
/// Evaluates the preconditions of a request in the order of RFC 9110, 13.2.2. Nginx evaluates a plain <c>If-None-Match</c> itself and leaves
/// everything else to the API.
/// </summary>
internal static class Preconditions
{
    /// <summary>Evaluates the preconditions against the current state of the resource.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The entity tag of the representation that the client would get.</param>
    /// <param name="lastModified">When it was last modified. If null, date conditions are ignored.</param>
    public static PreconditionResult Evaluate(HttpRequest request, StringValues tag, DateTimeOffset? lastModified = null)
    {
        var headers = request.Headers;
        if (!StringValues.IsNullOrEmpty(headers.IfMatch))
        {
            if (!EntityTags.MatchStrongly(headers.IfMatch, tag))
            {
                return PreconditionResult.Failed;
            }
        }
        else if (Date(headers.IfUnmodifiedSince) is { } unmodifiedSince && InSeconds(lastModified) > unmodifiedSince)
        {
            return PreconditionResult.Failed;
        }

        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!StringValues.IsNullOrEmpty(headers.IfNoneMatch))
        {
            return !EntityTags.Match(headers.IfNoneMatch, tag) ? PreconditionResult.Proceed
                : isRead ? PreconditionResult.NotModified : PreconditionResult.Failed;
        }

        return isRead && Date(headers.IfModifiedSince) is { } modifiedSince && InSeconds(lastModified) <= modifiedSince
            ? PreconditionResult.NotModified
            : PreconditionResult.Proceed;
    }

    // A malformed or repeated date is ignored (RFC 9110, 13.1.3 and 13.1.4).
    private static DateTimeOffset? Date(StringValues header) => header is [{ } text] && HeaderUtilities.TryParseDate(text, out var date) ? date : null;

    // HTTP dates have no fractions of a second.
    private static DateTimeOffset? InSeconds(DateTimeOffset? time) => time is { } known ? known.AddTicks(-(known.Ticks % TimeSpan.TicksPerSecond)) : null;
}
