using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Problems;

/// <summary>
/// Writes every error as RFC 9457 problem details. The default writer falls back to plain text if the client's <c>Accept</c> does not include
/// JSON; this API sends the same form of error to all clients.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> options) : IProblemDetailsWriter
{
    private readonly JsonSerializerOptions _json = options.Value.SerializerOptions;

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;

        // Without a type the problem is about:blank: it means no more than the status, and its title is the status phrase (RFC 9457, 4.2.1).
        problem.Type = null;
        problem.Title = ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        if (problem is HttpValidationProblemDetails validation)
        {
            problem.Detail ??= ProblemSentences.ForErrors;
            validation.Errors = FieldNames.ToJson(validation.Errors);
        }

        problem.Detail ??= ProblemSentences.For(problem.Status.Value, http.Request);

        http.Response.StatusCode = problem.Status.Value;
        http.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        http.Response.ContentType = "application/problem+json";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, problem.GetType(), _json);
        http.Response.ContentLength = body.Length;

        // Do not pass RequestAborted: a timeout cancels it, and this may be the response that reports the timeout.
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
