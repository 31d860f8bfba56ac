using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Validation;

/// <summary>Checks the headers that describe a request body, in the same way for every endpoint.</summary>
internal sealed class BodyHeaders(RequestDelegate next)
{
    private const string Identity = "identity";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            return next(context);
        }

        var request = context.Request;
        if (IsEncoded(request.Headers.ContentEncoding))
        {
            // RFC 9110, 15.5.16: the header tells the client that it is the coding that is not supported.
            context.Response.Headers.AcceptEncoding = Identity;
            return TypedResults.Problem(statusCode: StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context);
        }

        if (Unquoted(request.ContentType) is { } contentType)
        {
            request.ContentType = contentType;
        }

        return next(context);
    }

    private static bool IsEncoded(StringValues contentEncoding)
    {
        foreach (var coding in contentEncoding)
        {
            if (!string.IsNullOrEmpty(coding) && !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The media type with its charset unquoted; null if there is nothing to change. A quoted value is equal to an unquoted one (RFC 9110,
    /// 5.6.6), but the framework does not recognize the charset <c>"utf-8"</c>.
    /// </summary>
    internal static string? Unquoted(string? contentType)
    {
        if (contentType?.Contains('"', StringComparison.Ordinal) != true
            || !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || type.Charset is not { Length: > 2 } charset || charset[0] != '"')
        {
            return null;
        }

        type.Charset = HeaderUtilities.UnescapeAsQuotedString(charset);
        return type.ToString();
    }
}
