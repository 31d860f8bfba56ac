using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Scaling;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Scenarios;

/// <summary>
/// What a request costs right after a start: a new replica runs code that the JIT compiler has not optimized yet. Each
/// <c>--setting</c> starts its own system, to compare runtime settings.
/// </summary>
internal static class FullSpeed
{
    private const int Intervals = 5;
    private const string AsItIs = "default";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan UntilSteady = TimeSpan.FromSeconds(60);
    private static readonly string[] Ordinals = ["1st", "2nd", "3rd", "4th", "5th"];

    /// <summary>Measures the API's CPU time for a user by e-mail.</summary>
    public static async Task<IReadOnlyList<TableReport>> MeasureAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken)
    {
        // Nothing else may run and take CPU time from the start.
        await pool.KeepOnlyAsync(new HashSet<SystemSettings>());
        var costs = new List<TableRow>();
        foreach (var setting in options.Settings.Prepend(null))
        {
            costs.Add(new TableRow(setting ?? AsItIs, await MeasureAsync(options, setting, cancellationToken)));
        }

        var note = FormattableString.Invariant(
            $"A user by e-mail, {options.Connections} connections without a pause, three replicas with default settings, from a fresh start. Steady is the cost in the {Interval.TotalSeconds:0} s after {((Intervals * Interval) + UntilSteady).TotalSeconds:0} s of load.");
        string[] columns = [.. Ordinals.Select(ordinal => FormattableString.Invariant($"{ordinal} {Interval.TotalSeconds:0} s")), "steady"];
        return
        [
            new("full-speed", "CPU from a fresh start", $"CPU µs of the API per request. {note}", "setting of the API", columns, costs, "CPU µs of the API per request"),
            new("full-speed-ratio", "CPU from a fresh start, as a ratio to steady", note, "setting of the API", columns,
                [.. costs.Select(row => row with { Values = [.. row.Values.Select(value => value / row.Values[^1])] })]),
        ];
    }

    private static async Task<IReadOnlyList<double?>> MeasureAsync(BenchOptions options, string? setting, CancellationToken cancellationToken)
    {
        var settings = SystemSettings.AsShipped(options.Products) with { ApiSetting = setting };
        await using var system = await BenchedSystem.StartAsync(settings, cancellationToken);
        await using var variant = new HttpVariant(string.Empty, settings, Series.User);
        await variant.PrepareAsync(system, cancellationToken);
        var costs = new List<double?>();
        for (var i = 0; i < Intervals; i++)
        {
            costs.Add(await CostAsync(Interval));
        }

        await CostAsync(UntilSteady);
        return [.. costs, await CostAsync(Interval)];

        async Task<double> CostAsync(TimeSpan duration)
        {
            var sample = await variant.RunAsync(system, new RunLength(duration, options.Connections), cancellationToken);
            return sample.Processor.GetValueOrDefault("API") * 1e6 / (sample.Operations - sample.Errors);
        }
    }
}
