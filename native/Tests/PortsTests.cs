using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Tests;

public sealed class PortsTests
{
    private static readonly ContainerResource Resource = new("gateway");

    [Fact]
    public void FreePortsAreGivenOnceAndLieBelowThoseOfOutgoingConnections()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t', ' ');
        var ports = Enumerable.Range(0, 100).Select(_ => Ports.Free()).ToList();
        Assert.Equal(100, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1_024, int.Parse(range[0], CultureInfo.InvariantCulture) - 1));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void ATakenPortIsRefusedWithASentenceThatNamesIt(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var endpoint = new EndpointAnnotation("http", "http", port, null, null);

        var refusal = Assert.Throws<DistributedApplicationException>(() => Ports.Allocate(Resource, endpoint, fixedPorts: true));
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'gateway'", refusal.Message, StringComparison.Ordinal);

        // Tests take no fixed ports, so that they can run beside the app.
        Assert.NotEqual(port, Ports.Allocate(Resource, endpoint, fixedPorts: false));
    }
}
