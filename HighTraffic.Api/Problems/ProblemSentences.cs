using System.Globalization;
using HighTraffic.Api.Hosting;

namespace HighTraffic.Api.Problems;

/// <summary>The default detail of a problem, by status.</summary>
internal static class ProblemSentences
{
    /// <summary>The detail for validation errors.</summary>
    public const string ForErrors = "One or more fields are invalid. The errors member lists the rules that each field breaks.";

    private static readonly string BodyTooLarge = string.Create(
        CultureInfo.InvariantCulture, $"The request body exceeds the limit of {HttpServer.MaxRequestBodySize} bytes.");

    public static string For(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is malformed.",
        StatusCodes.Status404NotFound => $"No resource exists at {request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{request.Method} is not supported here. The Allow header lists the supported methods.",
        StatusCodes.Status412PreconditionFailed => "A precondition of the request (If-Match, If-None-Match or If-Unmodified-Since) is not met. Read the resource again and retry.",
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json in UTF-8, without a Content-Encoding.",
        StatusCodes.Status416RangeNotSatisfiable => "The range starts after the end of the file. The Content-Range header has its length.",
        StatusCodes.Status421MisdirectedRequest => "The service does not answer to this host name (HighTraffic:AllowedHosts).",
        StatusCodes.Status429TooManyRequests => "Too many requests. Try again after the time in Retry-After.",
        StatusCodes.Status503ServiceUnavailable => "The service is overloaded. Try again after the time in Retry-After.",
        >= StatusCodes.Status500InternalServerError => "An unexpected error occurred and was logged. Quote the traceId when you report it.",
        _ => "The request cannot be processed.",
    };
}
