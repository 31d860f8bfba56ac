using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost;

/// <summary>Aspire's dashboard.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Token">Opens it to a browser.</param>
internal sealed record Dashboard(string Address, string? Token)
{
    private const string ResourceName = "aspire-dashboard";

    /// <summary>Finds it; null if there is none. Its address is known once it starts, before all other resources.</summary>
    public static Dashboard? Find(IServiceProvider services)
    {
        var resource = services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>()
            .SingleOrDefault(resource => resource.Name == ResourceName);
        var endpoint = resource?.GetEndpoints().FirstOrDefault(endpoint => endpoint.EndpointName is "http" or "https");
        return endpoint is { IsAllocated: true }
            ? new Dashboard(endpoint.Url, services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"])
            : null;
    }

    /// <summary>The address that opens it at once.</summary>
    public string LoginAddress => Token is null ? Address : $"{Address}/login?t={Token}";
}
