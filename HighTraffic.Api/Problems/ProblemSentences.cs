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
        StatusCodes.Status412PreconditionFailed => "It was changed since the version that If-Match names; read it again.",
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json, in UTF-8.",
        StatusCodes.Status429TooManyRequests => "Too many requests. Try again after the time in Retry-After.",
        StatusCodes.Status503ServiceUnavailable => "The service is overloaded. Try again after the time in Retry-After.",
        >= StatusCodes.Status500InternalServerError => "This failed and was logged; the traceId finds it.",
        _ => "The request cannot be served.",
    };
}
