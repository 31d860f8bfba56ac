using HighTraffic.Api.Caching;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Caching;

public sealed class SharedOutageTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SharedOutage _outage;

    public SharedOutageTests() => _outage = new SharedOutage(_time);

    [Fact]
    public void While_redis_answers_every_request_asks_it()
    {
        Assert.True(_outage.MayTry());
        Assert.False(_outage.End());
        Assert.True(_outage.MayTry());
    }

    [Fact]
    public void While_it_does_not_one_request_a_second_asks_it()
    {
        _outage.GoOn();
        Assert.False(_outage.MayTry());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_outage.MayTry());
        Assert.False(_outage.MayTry());
        _outage.GoOn();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_outage.MayTry());
        _outage.End();
        Assert.True(_outage.MayTry());
    }

    [Fact]
    public void Of_a_long_outage_one_request_learns_when_it_is_over()
    {
        _outage.GoOn();
        _time.Advance(TimeSpan.FromSeconds(1));
        _outage.GoOn();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_outage.End());
        Assert.False(_outage.End());
    }

    [Fact]
    public void A_hiccup_is_no_long_outage()
    {
        _outage.GoOn();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_outage.End());
    }
}
