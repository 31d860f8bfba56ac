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
        _outage.RecordSuccess();
        Assert.True(_outage.MayTry());
    }

    [Fact]
    public void While_it_does_not_one_request_a_second_asks_it()
    {
        _outage.RecordFailure();
        Assert.False(_outage.MayTry());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_outage.MayTry());
        Assert.False(_outage.MayTry());
        _outage.RecordFailure();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_outage.MayTry());
        _outage.RecordSuccess();
        Assert.True(_outage.MayTry());
    }
}
