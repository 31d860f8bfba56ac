using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Scaling;

/// <summary>How figures change with the load.</summary>
/// <param name="pool">The systems.</param>
/// <param name="options">The options of the run.</param>
/// <param name="warmUps">How long a system is under load before it is measured.</param>
internal sealed class Series(SystemPool pool, BenchOptions options, WarmUps warmUps)
{
    private static readonly int[] Connections = [16, 64, 256, 1_024];

    /// <summary>A user by e-mail, which no cache serves.</summary>
    public static readonly Request User = new("/api/users/by-email?email=user42@example.com", AcceptEncoding: null, Expect: "\"email\"");

    private static readonly Request List = new("/api/products?pageSize=50");

    // Low enough that the steps pass the knee on any machine.
    private const int FirstRate = 500;

    /// <summary>The series.</summary>
    public static IReadOnlyList<(string Id, string Title)> Names =>
    [
        ("connections", "Cached page by connections"),
        ("steps", "Uncached reads by offered rate"),
        ("overload", "Overload, one replica"),
        ("overload-fleet", "Overload, three replicas"),
    ];

    /// <summary>The system that most of them run on.</summary>
    public SystemSettings Settings => new(options.Products);

    /// <summary>Measures a series.</summary>
    public Task<SeriesReport> MeasureAsync(string id, CancellationToken cancellationToken) => id switch
    {
        "connections" => ByConnectionsAsync(cancellationToken),
        "steps" => ByStepsAsync(cancellationToken),
        "overload" => OverloadAsync(id, replicas: 1, cancellationToken),
        "overload-fleet" => OverloadAsync(id, replicas: 3, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "There is no such series."),
    };

    private async Task<SeriesReport> ByConnectionsAsync(CancellationToken cancellationToken)
    {
        var system = await pool.GetAsync(Settings, cancellationToken);
        var points = new List<PointReport>();
        foreach (var connections in Connections)
        {
            points.Add(await ClosedAsync(system, List, connections, connections, cancellationToken));
        }

        return new("connections", "Cached page by connections", "Page of 50 products from a replica's memory, closed loop. By Little's law, latency grows with the connections once all cores are busy.", "connections", points);
    }

    private async Task<SeriesReport> ByStepsAsync(CancellationToken cancellationToken)
    {
        var system = await pool.GetAsync(Settings, cancellationToken);
        await WarmUpAsync(system, User, options.Connections, cancellationToken);
        var points = new List<PointReport>();
        PointReport point;
        var rate = FirstRate;
        do
        {
            point = await OpenLoop.RunAsync(system, User, rate, options.Duration, cancellationToken);
            points.Add(point);
            rate = rate * 3 / 2;
        }
        while (point.Rate > 0.7 * point.Size && points.Count < 12);

        // Past the knee, to show load shedding.
        points.Add(await OpenLoop.RunAsync(system, User, rate, options.Duration, cancellationToken));
        return new("steps", "Uncached reads by offered rate", "A user by e-mail, open loop: requests are sent by the clock, and their latency counts from the time when they were due. Past the knee, the system sheds load (503).", "requests/s offered", points);
    }

    private async Task<SeriesReport> OverloadAsync(string id, int replicas, CancellationToken cancellationToken)
    {
        var settings = replicas == 1 ? Settings : SystemSettings.AsShipped(options.Products);
        var report = await Overload.MeasureAsync(id, Names.Single(name => name.Id == id).Title, await pool.GetAsync(settings, cancellationToken), options, cancellationToken);
        return report;
    }

    private async Task<HttpVariant> WarmUpAsync(BenchedSystem system, Request request, int connections, CancellationToken cancellationToken)
    {
        var variant = new HttpVariant(string.Empty, system.Settings, request);
        await variant.PrepareAsync(system, cancellationToken);
        await variant.RunAsync(system, new RunLength(warmUps.For(variant), connections), cancellationToken);
        return variant;
    }

    private async Task<PointReport> ClosedAsync(BenchedSystem system, Request request, int connections, double size, CancellationToken cancellationToken)
    {
        var variant = await WarmUpAsync(system, request, connections, cancellationToken);
        var samples = new List<Sample>();
        for (var run = 0; run < options.Runs; run++)
        {
            samples.Add(await variant.RunAsync(system, new RunLength(options.Duration, connections), cancellationToken));
        }

        return new PointReport(
            size,
            Spread.Of(samples.Select(sample => (sample.Operations - sample.Errors) / sample.Seconds)).Median,
            Spread.Of(samples.Select(sample => (double)sample.Errors / sample.Operations)).Median,
            Spread.Of(samples.Select(sample => sample.Cost)).Median,
            Spread.Of(samples.Select(sample => sample.P50)).Median,
            Spread.Of(samples.Select(sample => sample.P99)).Median);
    }
}
