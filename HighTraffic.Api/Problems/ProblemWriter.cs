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
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Detail ??= ProblemSentences.For(problem.Status.Value, http.Request);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        if (problem is HttpValidationProblemDetails validation)
        {
            validation.Errors = validation.Errors.ToDictionary(error => FieldNames.ToJson(error.Key), error => error.Value);
        }

        http.Response.StatusCode = problem.Status.Value;
        http.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), _json, "application/problem+json", http.RequestAborted);
    }
}
