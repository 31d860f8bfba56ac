using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace HighTraffic.Tests.Telemetry;

public sealed class TraceLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(50)]
    public void Under_load_as_many_traces_are_recorded_as_are_set(int tracesPerSecond)
    {
        const int Seconds = 10;
        var limit = new TraceLimit(tracesPerSecond, _time);
        while (IsRecorded(limit))
        {
        }

        var recorded = 0;
        for (var step = 0; step < Seconds * 1_000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            recorded += IsRecorded(limit) ? 1 : 0;
        }

        Assert.InRange(recorded, (Seconds * tracesPerSecond) - 1, Seconds * tracesPerSecond);
    }

    [Fact]
    public void After_a_lull_as_many_are_recorded_at_once()
    {
        var limit = new TraceLimit(5, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => IsRecorded(limit)));
    }

    [Fact]
    public void A_call_of_the_service_itself_begins_no_trace()
    {
        var limit = new TraceLimit(5, _time);

        Assert.False(IsRecorded(limit, ActivityKind.Client));
        Assert.True(IsRecorded(limit));
    }

    private static bool IsRecorded(TraceLimit limit, ActivityKind kind = ActivityKind.Server) =>
        limit.ShouldSample(new SamplingParameters(default, ActivityTraceId.CreateRandom(), "name", kind)).Decision == SamplingDecision.RecordAndSample;
}
