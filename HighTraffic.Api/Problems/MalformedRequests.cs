using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace HighTraffic.Api.Problems;

/// <summary>Answers requests that could not be bound, without the names of types that the framework's messages hold.</summary>
internal sealed class MalformedRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException malformed)
        {
            return false;
        }

        IResult problem = malformed switch
        {
            { StatusCode: not StatusCodes.Status400BadRequest } => TypedResults.Problem(statusCode: malformed.StatusCode),
            { InnerException: JsonException { Path: { Length: > 1 } path } } => Errors(FieldNames.FromJsonPath(path), "is not of the type that this field has."),
            _ when TakesBody(httpContext) => Errors("body", "must be a JSON object, complete and well formed."),
            _ => TypedResults.Problem(statusCode: malformed.StatusCode),
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static bool TakesBody(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;

    private static ValidationProblem Errors(string field, string rule) => TypedResults.ValidationProblem([new(field, [rule])]);
}
