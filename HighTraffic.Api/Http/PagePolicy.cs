namespace HighTraffic.Api.Http;

/// <summary>What pages that a library brings may do in a browser. Nginx allows an answer that says nothing of it nothing.</summary>
internal static class PagePolicy
{
    /// <summary>Sends a <c>Content-Security-Policy</c> with the answers of endpoints.</summary>
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
