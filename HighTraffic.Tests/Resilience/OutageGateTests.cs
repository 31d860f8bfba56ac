using HighTraffic.Api.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Resilience;

public sealed class OutageGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OutageGate _outage;

    public OutageGateTests() => _outage = new OutageGate(_time);

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

    [Fact]
    public void One_call_learns_that_an_outage_began_and_one_that_it_ended()
    {
        Assert.False(_outage.RecordSuccess());
        Assert.True(_outage.RecordFailure());
        Assert.False(_outage.RecordFailure());
        Assert.True(_outage.RecordSuccess());
        Assert.False(_outage.RecordSuccess());
    }
}
