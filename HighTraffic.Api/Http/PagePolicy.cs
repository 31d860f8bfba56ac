namespace HighTraffic.Api.Http;

/// <summary>
/// Sets the content security policy of pages that come from a library. Nginx adds a policy that forbids everything to responses without one.
/// </summary>
internal static class PagePolicy
{
    /// <summary>Adds a <c>Content-Security-Policy</c> to the responses of endpoints.</summary>
    public static TBuilder WithContentSecurityPolicy<TBuilder>(this TBuilder endpoints, string policy) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } send)
            {
                endpoint.RequestDelegate = context =>
                {
                    context.Response.Headers.ContentSecurityPolicy = policy;
                    return send(context);
                };
            }
        });
        return endpoints;
    }
}
