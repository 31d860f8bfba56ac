using System.Globalization;
using HighTraffic.Api.Hosting;

namespace HighTraffic.Api.Problems;

/// <summary>What to tell a person about a status for which nobody said more.</summary>
internal static class ProblemSentences
{
    /// <summary>For errors that name fields.</summary>
    public const string ForErrors = "What is wrong is in errors: each field with the rules that it breaks.";

    private static readonly string BodyTooLarge = string.Create(
        CultureInfo.InvariantCulture, $"The body is larger than the {HttpServer.MaxRequestBodySize} bytes that are taken.");

    public static string For(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is malformed.",
        StatusCodes.Status404NotFound => $"There is nothing at {request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{request.Method} is not possible here; the Allow header names what is.",
        StatusCodes.Status412PreconditionFailed => "A condition of the request (If-Match, If-None-Match or If-Unmodified-Since) is not met; read the resource again.",
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json, in UTF-8.",
        StatusCodes.Status416RangeNotSatisfiable => "The Range begins behind the end; Content-Range names the length.",
        StatusCodes.Status421MisdirectedRequest => "This name is not one that the service answers to (HighTraffic:AllowedHosts).",
        StatusCodes.Status429TooManyRequests => "Too many requests; try again after the seconds in Retry-After.",
        StatusCodes.Status503ServiceUnavailable => "There is more to do than can be done now; try again after the seconds in Retry-After.",
        >= StatusCodes.Status500InternalServerError => "This failed and was logged; the traceId finds it.",
        _ => "The request cannot be served.",
    };
}
