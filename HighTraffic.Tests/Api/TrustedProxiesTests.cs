using System.Net;
using HighTraffic.Api.Hosting;

namespace HighTraffic.Tests.Api;

public sealed class TrustedProxiesTests
{
    [Fact]
    public void LoopbackIsTrustedIfNothingIsSaid() =>
        Assert.Equal([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")], TrustedProxies.Parse(null));

    [Fact]
    public void NetworksAreRead() =>
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")], TrustedProxies.Parse(" 10.0.0.0/8, fd00::/8,"));

    [Fact]
    public void WhatIsNoNetworkIsNamed() =>
        Assert.Contains("gateway", Assert.Throws<InvalidOperationException>(() => TrustedProxies.Parse("gateway")).Message, StringComparison.Ordinal);
}
