using System.Net;
using HighTraffic.Api.Hosting;

namespace HighTraffic.Tests.Api;

public sealed class TrustedProxiesTests
{
    [Fact]
    public void Loopback_is_trusted_if_nothing_is_said() =>
        Assert.Equal([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")], TrustedProxies.Parse(null));

    [Fact]
    public void Networks_are_read() =>
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")], TrustedProxies.Parse(" 10.0.0.0/8, fd00::/8,"));

    [Fact]
    public void What_is_no_network_is_named() =>
        Assert.Contains("gateway", Assert.Throws<InvalidOperationException>(() => TrustedProxies.Parse("gateway")).Message, StringComparison.Ordinal);
}
