using Microsoft.Extensions.Hosting;

namespace HighTraffic.AppHost;

/// <summary>What the dashboard links to: pages that a person can open. Other endpoints are shown in the details of a resource only.</summary>
internal static class ResourceLinks
{
    /// <summary>Names the pages behind Nginx. The API serves its docs in development only.</summary>
    public static IResourceBuilder<T> WithPageLinks<T>(this IResourceBuilder<T> gateway) where T : IResourceWithEndpoints
    {
        var page = gateway.Resource.PublicEndpoint().EndpointName;
        if (page != "http")
        {
            gateway.WithoutLink("http");
        }

        gateway.WithUrlForEndpoint(page, url => url.DisplayText = "App").WithoutLink("status");
        return gateway.ApplicationBuilder.Environment.IsDevelopment()
            ? gateway.WithUrlForEndpoint(page, _ => new ResourceUrlAnnotation { Url = "/scalar", DisplayText = "API docs" })
            : gateway;
    }

    /// <summary>Shows an endpoint in the details only.</summary>
    public static IResourceBuilder<T> WithoutLink<T>(this IResourceBuilder<T> resource, string endpoint) where T : IResourceWithEndpoints =>
        resource.WithUrlForEndpoint(endpoint, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
}
