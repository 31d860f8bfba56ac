using System.Text.Json;
using HighTraffic.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Problems;

/// <summary>
/// Handles requests that cannot be bound. The response names the field and the rule, without the .NET type names in the framework's messages.
/// </summary>
internal sealed class MalformedRequests(IOptions<JsonOptions> options) : IExceptionHandler
{
    private readonly JsonSerializerOptions _json = options.Value.SerializerOptions;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is InvalidOperationException && HasUnknownCharset(httpContext.Request))
        {
            // The framework treats an unknown charset as a server error.
            exception = new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType);
        }

        if (exception is not BadHttpRequestException malformed)
        {
            return false;
        }

        IResult problem = malformed switch
        {
            { StatusCode: not StatusCodes.Status400BadRequest } => TypedResults.Problem(statusCode: malformed.StatusCode),
            { InnerException: JsonException { Path: { Length: > 1 } path, InnerException: not JsonException } json } =>
                FieldError(Body(httpContext), FieldNames.FromJsonPath(path), json),
            _ when Body(httpContext) is not null => Errors("body", "must be a complete, well-formed JSON object."),
            _ => TypedResults.Problem(statusCode: malformed.StatusCode),
        };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static bool HasUnknownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null;

    private ValidationProblem FieldError(Type? body, string field, JsonException exception)
    {
        var properties = body is null ? [] : _json.GetTypeInfo(body).Properties;
        var property = properties.FirstOrDefault(known => known.Name.Equals(field, StringComparison.OrdinalIgnoreCase));

        // Only the message distinguishes a repeated name from a value of the wrong type.
        return property is null ? Errors(field, $"is not a known field. Known fields: {string.Join(", ", properties.Select(known => known.Name))}.")
            : exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal) ? Errors(property.Name, OnceRule(property.PropertyType))
            : Errors(property.Name, JsonTypeRules.Of(property.PropertyType));
    }

    private static string OnceRule(Type type) =>
        type == typeof(JsonElement?) ? "must be given only once, and so must each name inside it." : "must be given only once.";

    // The exception handler has cleared the request's endpoint, but the feature still has it.
    private static Type? Body(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    private static ValidationProblem Errors(string field, string rule) => TypedResults.ValidationProblem([new(field, [rule])]);
}
