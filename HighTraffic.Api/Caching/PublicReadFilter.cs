using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using HighTraffic.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Turns the result of a public read's handler into a cached response: serialized once, with a strong entity tag (RFC 9110, 8.8.3), and
/// compressed for the client that is waiting.
/// </summary>
internal sealed class PublicReadFilter(IOptions<JsonOptions> options) : IEndpointFilter
{
    private readonly JsonSerializerOptions _json = options.Value.SerializerOptions;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Read everything from the request now: a handler that outlives its deadline must not touch the request.
        var http = context.HttpContext;
        var (computation, start) = (http.Features.Get<Computation>(), Stopwatch.GetTimestamp());

        // All clients share the response, so the handler must not see the user whose request computes it.
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        var result = await next(context);
        if (computation is null)
        {
            return result;
        }

        computation.Milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        result = NestedResults.Unwrap(result);
        if (result is NotFound)
        {
            computation.CachedResponse = CachedResponse.NotFound(computation.StartedAt, computation.TagVersions);
            return TypedResults.Empty;
        }

        if (ValueOf(result) is not { } value)
        {
            return result;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(value, _json.GetTypeInfo(value.GetType()));

        // A handler may have set a better tag, such as the version of a row.
        var tag = http.Response.Headers.ETag is [{ } versionTag] ? versionTag : EntityTags.For(body);
        var answer = new CachedResponse(tag, computation.StartedAt, computation.TagVersions, body);
        answer.In(computation.Read.Coding);
        computation.CachedResponse = answer;
        return TypedResults.Empty;
    }

    // A handler returns the value itself or wraps it in TypedResults.Ok. Any other result is for this client only.
    private static object? ValueOf(object? result) => result switch
    {
        IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } => value,
        IResult => null,
        _ => result,
    };
}
