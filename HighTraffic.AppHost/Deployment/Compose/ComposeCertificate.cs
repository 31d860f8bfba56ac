using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace HighTraffic.AppHost;

/// <summary>Gives Nginx its certificate, if it terminates TLS.</summary>
internal static class ComposeCertificate
{
    /// <summary>
    /// Mounts the folder of the certificate, and also publishes the UDP port for HTTP/3. A Compose secret would not do: it mounts a single
    /// file, and the mount keeps the old file when that is replaced.
    /// </summary>
    public static void Mount(Service gateway, string folder)
    {
        gateway.AddVolume(new Volume { Name = "certificate", Type = "bind", Source = folder, Target = GatewayCertificate.ContainerFolder, ReadOnly = true });
        gateway.Ports = [.. gateway.Ports, .. gateway.Ports.Where(port => port.EndsWith($":{GatewayCertificate.ListenPort}", StringComparison.Ordinal)).Select(port => $"{port}/udp")];
    }
}
