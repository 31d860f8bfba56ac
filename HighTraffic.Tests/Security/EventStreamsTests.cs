using HighTraffic.Api.Quotas;
using Microsoft.Extensions.Options;

namespace HighTraffic.Tests.Security;

public sealed class EventStreamsTests
{
    [Fact]
    public void A_client_holds_so_many_open_and_no_more()
    {
        var streams = new EventStreams(Options.Create(new QuotaOptions { EventStreams = 2 }));
        var first = streams.TryOpen("shop");
        Assert.NotNull(first);
        Assert.NotNull(streams.TryOpen("shop"));
        Assert.Null(streams.TryOpen("shop"));
        Assert.NotNull(streams.TryOpen("other"));

        // Twice, because a request may end in more than one way.
        first.Dispose();
        first.Dispose();
        Assert.NotNull(streams.TryOpen("shop"));
        Assert.Null(streams.TryOpen("shop"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Without_a_bound_there_is_none(bool enabled, int most)
    {
        var streams = new EventStreams(Options.Create(new QuotaOptions { Enabled = enabled, EventStreams = most }));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.NotNull(streams.TryOpen("shop")));
    }
}
