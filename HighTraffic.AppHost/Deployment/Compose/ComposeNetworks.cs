using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Separates Nginx, which is public, from the servers with the data.</summary>
internal static class ComposeNetworks
{
    private const string Edge = "edge";
    private const string Data = "data";

    /// <summary>Declares the networks in place of the publisher's single one.</summary>
    public static void Declare(ComposeFile file)
    {
        file.Networks.Clear();
        file.AddNetwork(new Network { Name = Edge, Driver = "bridge" });
        file.AddNetwork(new Network { Name = Data, Driver = "bridge" });
    }

    /// <summary>Joins a service to the networks that it needs.</summary>
    public static void Join(Service service) => service.Networks = service.Name switch
    {
        ResourceNames.Gateway => [Edge],
        ResourceNames.Api => [Edge, Data],
        _ => [Data],
    };
}
