using Microsoft.Extensions.Hosting;

namespace HighTraffic.AppHost;

/// <summary>The links on the dashboard: only pages for people. Other endpoints appear only in the details of a resource.</summary>
internal static class ResourceLinks
{
    /// <summary>Adds links to the pages behind Nginx. The API serves its docs in development only.</summary>
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

    /// <summary>Shows an endpoint only in the details.</summary>
    public static IResourceBuilder<T> WithoutLink<T>(this IResourceBuilder<T> resource, string endpoint) where T : IResourceWithEndpoints =>
        resource.WithUrlForEndpoint(endpoint, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
}
