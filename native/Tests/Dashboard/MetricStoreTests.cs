using HighTraffic.Native.Dashboard.Telemetry;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class MetricStoreTests
{
    private const long Second = 1_000_000_000;
    private static readonly InstrumentId Id = new("api-1", "Meter", "instrument");

    [Fact]
    public void A_counter_is_drawn_as_its_rate_also_over_a_restart()
    {
        var store = new MetricStore(10);
        foreach (var (time, value) in new[] { (100, 10.0), (105, 60.0), (110, 5.0) })
        {
            store.Add(Instrument(InstrumentKind.Counter), [Number(time, value)]);
        }

        var chart = store.Draw(Id, Query(110))!;
        Assert.Equal("1/s", chart.Unit);
        Assert.Equal([10.0 / 5, 50.0 / 5, 5.0 / 5], Assert.Single(chart.Lines).Values.TakeLast(3));
    }

    [Fact]
    public void A_gauge_is_drawn_by_dimension_until_it_is_stale()
    {
        var store = new MetricStore(10);
        store.Add(Instrument(InstrumentKind.Gauge), [Number(100, 3, ("state", "idle")), Number(100, 4, ("state", "used"))]);
        Assert.Equal(7, Assert.Single(store.Draw(Id, Query(105))!.Lines).Values[^1]);
        Assert.Equal([("used", 4.0), ("idle", 3.0)], store.Draw(Id, Query(105, "state"))!.Lines.Select(line => (line.Label, line.Values[^1]!.Value)));
        Assert.Equal(3, Assert.Single(store.Draw(Id, Query(105, only: ("state", "idle")))!.Lines).Values[^1]);
        Assert.Null(Assert.Single(store.Draw(Id, Query(300))!.Lines).Values[^1]);
        Assert.Equal(["idle", "used"], Assert.Single(store.Dimensions(Id)).Values);
    }

    [Fact]
    public void A_histogram_is_drawn_as_percentiles_of_what_came_in_each_step()
    {
        var store = new MetricStore(10);
        store.Add(Instrument(InstrumentKind.Histogram), [Distribution(100, [100, 0, 0])]);
        store.Add(Instrument(InstrumentKind.Histogram), [Distribution(105, [100, 10, 0])]);
        var chart = store.Draw(Id, Query(105))!;
        Assert.Equal(["p50", "p90", "p99"], chart.Lines.Select(line => line.Label));
        Assert.Equal([5.0, 15.0], chart.Lines[0].Values.TakeLast(2));
        Assert.Equal(2, Assert.Single(store.Draw(Id, Query(105) with { Rate = true })!.Lines).Values[^1]);
    }

    [Theory]
    [InlineData(0.5, 10.0)]
    [InlineData(0.25, 5.0)]
    [InlineData(0.75, 15.0)]
    public void A_percentile_lies_within_its_bucket(double rank, double expected) =>
        Assert.Equal(expected, MetricChart.Interpolate([10, 10, 0], [10, 20], rank));

    [Fact]
    public void Deltas_are_summed_up()
    {
        var store = new MetricStore(10);
        store.Add(Instrument(InstrumentKind.Counter), [Number(100, 10) with { IsDelta = true }]);
        store.Add(Instrument(InstrumentKind.Counter), [Number(105, 20) with { IsDelta = true }]);
        Assert.Equal(4, Assert.Single(store.Draw(Id, Query(105))!.Lines).Values[^1]);
    }

    [Fact]
    public void Series_and_points_are_bounded()
    {
        var store = new MetricStore(5);
        store.Add(Instrument(InstrumentKind.Gauge), Enumerable.Range(1, 8).Select(number => Number(100, number, ("id", $"{number}"))));
        Assert.Equal(3, store.TurnedAway);
        Assert.Equal(5, Assert.Single(store.Dimensions(Id)).Values.Count);

        var series = new MetricSeries([]);
        for (var time = 0; time < 2 * MetricSeries.Kept; time++)
        {
            series.Add(Number(5 * time, time));
        }

        Assert.Equal(MetricSeries.Kept, series.Count);
        Assert.Equal((2 * MetricSeries.Kept) - 1, series.At(long.MaxValue)!.Value.Value);
    }

    [Fact]
    public void Points_that_come_close_together_are_one_with_the_last_value()
    {
        var series = new MetricSeries([]);
        for (var time = 0; time <= 20; time++)
        {
            series.Add(Number(time, time));
        }

        Assert.InRange(series.Count, 4, 6);
        Assert.Equal(20, series.At(20 * Second)!.Value.Value);
    }

    private static Instrument Instrument(InstrumentKind kind) => new(Id, kind, "1", "");

    private static Measurement Number(long seconds, double value, params (string Name, string Value)[] dimensions) => new(
        [.. dimensions.Select(dimension => KeyValuePair.Create(dimension.Name, dimension.Value))], new MetricPoint(seconds * Second, value, 0, []), [], IsDelta: false);

    private static Measurement Distribution(long seconds, long[] buckets) =>
        new([], new MetricPoint(seconds * Second, 0, buckets.Sum(), buckets), [10, 20], IsDelta: false);

    private static MetricQuery Query(long until, string? by = null, (string Name, string Value)? only = null) => new(
        until * Second, 1, by, only is { } pair ? new Dictionary<string, string> { [pair.Name] = pair.Value } : []);
}
