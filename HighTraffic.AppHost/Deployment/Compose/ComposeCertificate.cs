using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace HighTraffic.AppHost;

/// <summary>Gives Nginx its certificate, where it ends TLS.</summary>
internal static class ComposeCertificate
{
    /// <summary>
    /// Mounts the folder of the certificate, and opens the port for HTTP/3 too. Not as a secret of Compose, which is a mount of one file: that
    /// stays the old one when the file is replaced.
    /// </summary>
    public static void Mount(Service gateway, string folder)
    {
        gateway.AddVolume(new Volume { Name = "certificate", Type = "bind", Source = folder, Target = GatewayCertificate.ContainerFolder, ReadOnly = true });
        gateway.Ports = [.. gateway.Ports, .. gateway.Ports.Where(port => port.EndsWith($":{GatewayCertificate.ListenPort}", StringComparison.Ordinal)).Select(port => $"{port}/udp")];
    }
}
