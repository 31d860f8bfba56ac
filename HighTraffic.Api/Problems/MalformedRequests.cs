using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Problems;

/// <summary>Answers requests that could not be bound, without the names of types that the framework's messages hold.</summary>
internal sealed class MalformedRequests(IOptions<JsonOptions> options) : IExceptionHandler
{
    private readonly JsonSerializerOptions _json = options.Value.SerializerOptions;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is InvalidOperationException && HasUnknownCharset(httpContext.Request))
        {
            // The framework takes the charset for the server's mistake.
            exception = new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType);
        }

        if (exception is not BadHttpRequestException malformed)
        {
            return false;
        }

        IResult problem = malformed switch
        {
            { StatusCode: not StatusCodes.Status400BadRequest } => TypedResults.Problem(statusCode: malformed.StatusCode),
            { InnerException: JsonException { Path: { Length: > 1 } path } } => Errors(FieldNames.FromJsonPath(path), TypeRule(httpContext, path)),
            _ when TakesBody(httpContext) => Errors("body", "must be a JSON object, complete and well formed."),
            _ => TypedResults.Problem(statusCode: malformed.StatusCode),
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static bool HasUnknownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null;

    private static bool TakesBody(HttpContext context) => Body(context) is not null;

    private string TypeRule(HttpContext context, string path)
    {
        var field = FieldNames.FromJsonPath(path);
        var body = Body(context) is { } type ? _json.GetTypeInfo(type) : null;
        var property = body?.Properties.FirstOrDefault(property => property.Name == field)?.PropertyType;
        return property == typeof(string) ? "must be a string of Unicode text."
            : property == typeof(int?) ? "must be a whole number of 32 bits."
            : "must be a JSON value of the type that this field has.";
    }

    // The feature remembers the endpoint, which the request itself has lost by now.
    private static Type? Body(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    private static ValidationProblem Errors(string field, string rule) => TypedResults.ValidationProblem([new(field, [rule])]);
}
