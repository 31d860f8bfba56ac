using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Problems;

/// <summary>
/// Writes every error as RFC 9457 problem details. The stock writer gives way to plain text when the client's <c>Accept</c>
/// does not name JSON; this API has one form of error for everybody.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> options) : IProblemDetailsWriter
{
    private readonly JsonSerializerOptions _json = options.Value.SerializerOptions;

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;

        // No type is about:blank: the problem is what the status says, and so is its title (RFC 9457, 4.2.1).
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

        // Not with RequestAborted: that a request took too long cancels it, and is what this may have to tell.
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
