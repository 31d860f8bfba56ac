using HighTraffic.Api.Caching;
using HighTraffic.Api.Figures;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Figures;

/// <summary>How figures are counted and added up.</summary>
public sealed class FigureTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FigureCounters _counters = new();

    [Fact]
    public void A_percentile_is_right_to_7_percent_from_a_microsecond_to_a_minute()
    {
        for (var milliseconds = 0.01; milliseconds < 60_000; milliseconds *= 1.07)
        {
            var counts = new long[LatencyBuckets.Count];
            counts[LatencyBuckets.Of(TimeSpan.FromMilliseconds(milliseconds))]++;
            var found = LatencyBuckets.Percentile(counts, 0.5)!.Value;
            Assert.InRange(found, 0.93 * milliseconds, 1.07 * milliseconds);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_000_000_000_000)]
    public void Every_duration_has_a_bucket(long microseconds) =>
        Assert.InRange(LatencyBuckets.Of(TimeSpan.FromMicroseconds(microseconds)), 0, LatencyBuckets.Count - 1);

    [Fact]
    public void A_percentile_is_that_of_the_right_request()
    {
        var counts = new long[LatencyBuckets.Count];
        Assert.Null(LatencyBuckets.Percentile(counts, 0.99));
        counts[LatencyBuckets.Of(TimeSpan.FromMilliseconds(1))] = 98;
        counts[LatencyBuckets.Of(TimeSpan.FromMilliseconds(100))] = 2;
        Assert.Equal(1, LatencyBuckets.Percentile(counts, 0.5)!.Value, tolerance: 0.07);
        Assert.Equal(100, LatencyBuckets.Percentile(counts, 0.99)!.Value, tolerance: 7);
    }

    [Fact]
    public void A_window_tells_of_its_seconds_and_forgets_what_was_before()
    {
        var window = new FigureWindow(_counters, _time);
        for (var second = 1; second <= 5; second++)
        {
            Answer(10, CacheOutcome.LocalHit);
            _time.Advance(TimeSpan.FromSeconds(1));
            window.Advance();
        }

        var busy = window.Report();
        Assert.Equal(10, busy.Rate(), tolerance: 0.01);
        Assert.Equal((50L, 0L, 0L), (busy.Memory, busy.Redis, busy.Database));
        for (var second = 1; second <= FigureWindow.Seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            window.Advance();
        }

        var idle = window.Report();
        Assert.Equal(0, idle.Rate());
        Assert.Equal(0, idle.Memory);
        Assert.Empty(idle.Durations);
    }

    [Fact]
    public void Reports_are_added_up_and_nothing_is_told_where_there_was_nothing()
    {
        var window = new FigureWindow(_counters, _time);
        var empty = SystemFiguresReader.Sum(new Dictionary<string, ReplicaReport> { ["b"] = window.Report() }, isComplete: false, tasks: null);
        Assert.Equal(0, empty.RequestsPerSecond);
        Assert.Null(empty.P50Milliseconds);
        Assert.Null(empty.P99Milliseconds);
        Assert.Null(empty.Layers);

        Answer(30, CacheOutcome.LocalHit);
        Answer(10, CacheOutcome.SharedHit);
        Answer(5, CacheOutcome.Miss);
        Answer(5, CacheOutcome.Collapsed);
        _time.Advance(TimeSpan.FromSeconds(5));
        var both = SystemFiguresReader.Sum(
            new Dictionary<string, ReplicaReport> { ["b"] = window.Report(), ["a"] = window.Report() }, isComplete: true, new OpenTasks(1, 2));
        Assert.Equal(20, both.RequestsPerSecond);
        Assert.Equal(new LayerShares(0.6, 0.2, 0.2), both.Layers);
        Assert.Equal([new ReplicaRate("a", 10), new ReplicaRate("b", 10)], both.Replicas);
    }

    private void Answer(int times, CacheOutcome outcome)
    {
        for (var i = 0; i < times; i++)
        {
            _counters.Read(outcome);
            _counters.Request(TimeSpan.FromMilliseconds(1));
        }
    }
}
