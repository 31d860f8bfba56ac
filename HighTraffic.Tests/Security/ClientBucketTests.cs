using System.Net;
using HighTraffic.Api.Quotas;
using HighTraffic.Api.Security;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Security;

public sealed class ClientBucketTests
{
    [Fact]
    public void A_bucket_gives_what_it_holds_and_then_what_flows_in()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var bucket = new ClientBucket("a", new QuotaLimit { Burst = 5, PerSecond = 2 }, time);
        Assert.Equal([4, 3, 2, 1, 0], Enumerable.Range(0, 5).Select(_ => bucket.TakeLocally()).Select(taken => taken.IsAllowed ? taken.Remaining : -1));
        var refused = bucket.TakeLocally();
        Assert.False(refused.IsAllowed);
        Assert.Equal(TimeSpan.FromSeconds(0.5), refused.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(2.5), refused.FullAfter);

        time.Advance(refused.RetryAfter);
        Assert.True(bucket.TakeLocally().IsAllowed);
        Assert.False(bucket.TakeLocally().IsAllowed);

        // It does not overflow.
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => bucket.TakeLocally().IsAllowed));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::", "2001:db8:1:2::/64")]
    public void A_client_without_a_key_is_its_address_or_its_network(string address, string client) =>
        Assert.Equal(client, ClientAddress.Name(IPAddress.Parse(address)));

    [Theory]
    [InlineData(0, 0, true, false)]
    [InlineData(1, 0.1, true, true)]
    [InlineData(1, 0, false, true)]
    [InlineData(0, 1, false, false)]
    [InlineData(-1, 1, false, false)]
    [InlineData(1, -1, false, true)]
    [InlineData(1, double.NaN, false, true)]
    public void A_limit_has_both_figures_or_none(int burst, double perSecond, bool isValid, bool isLimited)
    {
        var limit = new QuotaLimit { Burst = burst, PerSecond = perSecond };
        Assert.Equal(isValid, limit.IsValid);
        Assert.Equal(isLimited, limit.IsLimited);
    }

    [Fact]
    public void A_class_that_is_gone_is_the_standard_one()
    {
        var options = new QuotaOptions();
        Assert.Equal("high", options.ClassOf("high").Name);
        Assert.Equal("standard", options.ClassOf("gold").Name);
        Assert.Equal("standard", options.ClassOf(null).Name);
    }
}
