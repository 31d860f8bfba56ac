using HighTraffic.Api.Http;

namespace HighTraffic.Tests.Api;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("", "localhost", true)]
    [InlineData("", "127.0.0.1", true)]
    [InlineData("", "[::1]", true)]
    [InlineData("", "::1", true)]
    [InlineData("", "laptop", true)]
    [InlineData("", "localhost.", true)]
    [InlineData("", "laptop.local", true)]
    [InlineData("", "host.docker.internal", true)]
    [InlineData("", "evil.example", false)]
    [InlineData("", "localhost.evil.example", false)]
    [InlineData("", "1.2.3.4.evil.example", false)]
    [InlineData("shop.example, *.shops.example", "SHOP.example", true)]
    [InlineData("shop.example, *.shops.example", "www.shops.example", true)]
    [InlineData("shop.example, *.shops.example", "www.shop.example", false)]
    [InlineData("shop.example, *.shops.example", "myshops.example", false)]
    [InlineData("*", "evil.example", true)]
    public void Private_names_and_those_of_the_list_are_allowed(string list, string host, bool allowed) =>
        Assert.Equal(allowed, new AllowedHosts(list).Contain(host));
}
