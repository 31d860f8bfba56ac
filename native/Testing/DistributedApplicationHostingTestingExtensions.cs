using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>Reaches the resources of an app from a test.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>Makes a client for an endpoint of a resource.</summary>
    /// <param name="app">The app.</param>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="endpointName">The name of the endpoint; <c>http</c> if left out.</param>
    /// <returns>The client.</returns>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>Finds the address of an endpoint.</summary>
    /// <param name="app">The app.</param>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="endpointName">The name of the endpoint; <c>http</c> if left out.</param>
    /// <returns>The address.</returns>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null) =>
        new(new EndpointReference(Find<IResourceWithEndpoints>(app, resourceName), endpointName ?? "http").Url);

    /// <summary>Finds the connection string of a resource.</summary>
    /// <param name="app">The app.</param>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection string.</returns>
    public static ValueTask<string?> GetConnectionStringAsync(this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        Find<IResourceWithConnectionString>(app, resourceName).GetConnectionStringAsync(cancellationToken);

    private static T Find<T>(DistributedApplication app, string name) where T : IResource =>
        app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<T>()
            .FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"The app has no resource '{name}' of that kind.", nameof(name));
}
