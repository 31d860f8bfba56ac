using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Scaling;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Scenarios;

/// <summary>
/// What a request costs from the first one on: a replica that has just started runs code that the JIT compiler has not optimized yet. Each
/// <c>--setting</c> starts a system of its own, so that runtime settings can be compared.
/// </summary>
internal static class FullSpeed
{
    private const int Intervals = 5;
    private const string AsItIs = "as it is";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan UntilSteady = TimeSpan.FromSeconds(60);
    private static readonly string[] Ordinals = ["1st", "2nd", "3rd", "4th", "5th"];

    /// <summary>Measures the API's processor time for a user by e-mail.</summary>
    public static async Task<IReadOnlyList<TableReport>> MeasureAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken)
    {
        // Nothing else that runs may take processor time from the start.
        await pool.KeepOnlyAsync(new HashSet<SystemSettings>());
        var costs = new List<TableRow>();
        foreach (var setting in options.Settings.Prepend(null))
        {
            costs.Add(new TableRow(setting ?? AsItIs, await MeasureAsync(options, setting, cancellationToken)));
        }

        var note = FormattableString.Invariant(
            $"A user by e-mail, {options.Connections} connections without a pause, three replicas as they ship, from a fresh start. Steady is the cost in {Interval.TotalSeconds:0} s after {((Intervals * Interval) + UntilSteady).TotalSeconds:0} s of load.");
        string[] columns = [.. Ordinals.Select(ordinal => FormattableString.Invariant($"{ordinal} {Interval.TotalSeconds:0} s")), "steady"];
        return
        [
            new("full-speed", "CPU from a fresh start", $"CPU µs of the API for a request. {note}", "setting of the API", columns, costs, "CPU µs of the API for a request"),
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
