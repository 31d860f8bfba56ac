using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>The Aspire dashboard.</summary>
/// <param name="Address">Its URL.</param>
/// <param name="Token">The token that signs a browser in.</param>
internal sealed record Dashboard(string Address, string? Token)
{
    private const string ResourceName = "aspire-dashboard";

    /// <summary>Finds the dashboard; null if there is none. Its address is known once it starts, which is before all other resources.</summary>
    public static Dashboard? Find(IServiceProvider services)
    {
        var resource = services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>()
            .SingleOrDefault(resource => resource.Name == ResourceName);
        var endpoint = resource?.GetEndpoints().FirstOrDefault(endpoint => endpoint.EndpointName is "http" or "https");
        return endpoint is { IsAllocated: true }
            ? new Dashboard(endpoint.Url, services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"])
            : null;
    }

    /// <summary>The URL that includes the sign-in token.</summary>
    public string LoginAddress => Token is null ? Address : $"{Address}/login?t={Token}";
}
