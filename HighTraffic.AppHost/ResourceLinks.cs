namespace HighTraffic.AppHost;

/// <summary>What the dashboard links to: pages that a person can open. Other endpoints are shown in the details of a resource only.</summary>
internal static class ResourceLinks
{
    /// <summary>Names the pages behind Nginx.</summary>
    public static IResourceBuilder<T> WithPageLinks<T>(this IResourceBuilder<T> gateway) where T : IResourceWithEndpoints => gateway
        .WithUrlForEndpoint("http", url => url.DisplayText = "App")
        .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/scalar", DisplayText = "API docs" })
        .WithoutLink("status");

    /// <summary>Shows an endpoint in the details only.</summary>
    public static IResourceBuilder<T> WithoutLink<T>(this IResourceBuilder<T> resource, string endpoint) where T : IResourceWithEndpoints =>
        resource.WithUrlForEndpoint(endpoint, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
}
