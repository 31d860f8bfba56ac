namespace HighTraffic.Api.Http;

/// <summary>Adds HEAD and OPTIONS to routes.</summary>
internal static class MethodExtensions
{
    /// <summary>Adds HEAD (RFC 9110, 9.3.2) to endpoints that a library maps for GET alone.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods.SequenceEqual([HttpMethods.Get]))
            {
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
            }
        });
        return endpoints;
    }

    /// <summary>
    /// Answers OPTIONS (RFC 9110, 9.3.7) from the route table: turns the router's 405, which lists the methods in <c>Allow</c>, into a 204.
    /// </summary>
    public static void UseOptions(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } response)
        {
            response.Headers.Allow = string.Join(", ", response.Headers.Allow.ToString(), HttpMethods.Options);
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                response.StatusCode = StatusCodes.Status204NoContent;
            }
        }
    });
}
