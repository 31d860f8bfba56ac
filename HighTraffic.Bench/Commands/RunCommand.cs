using System.CommandLine;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Peers;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Scaling;
using HighTraffic.Bench.Scenarios;
using HighTraffic.Bench.Systems;
using HighTraffic.Bench.Techniques;
using Spectre.Console;

namespace HighTraffic.Bench.Commands;

/// <summary>Runs the benchmark and writes the report.</summary>
internal static class RunCommand
{
    private static readonly Option<bool> ListOption = new("--list") { Description = "Lists what can be measured, then exits." };
    private static readonly Option<string[]> Only = new("--only") { Description = "Measures only these, by their names in --list.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Quick = new("--quick") { Description = "A first impression in a few minutes: shorter runs, less data, no series and no slow techniques." };
    private static readonly Option<int?> Duration = new("--duration") { Description = "The length of a run in seconds [2; with --quick 1]." };
    private static readonly Option<int> Connections = new("--connections") { Description = "Connections that send the load.", DefaultValueFactory = _ => 64 };
    private static readonly Option<int> Runs = new("--runs") { Description = "Runs of each variant.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int?> Products = new("--products") { Description = "Products and users in the database [100000; with --quick 10000]." };
    private static readonly Option<string?> Peer = new("--peer")
    {
        Description = "Also measures the same work by another stack: flask. Installs its Debian packages. With --only peer, measures nothing else.",
    };
    private static readonly Option<string[]> Setting = new("--setting")
    {
        Description = "Environment variables for the API that full-speed compares with the defaults, as \"NAME=VALUE;NAME=VALUE\"; can be repeated.",
    };
    private static readonly Option<DirectoryInfo> Output = new("--output")
    {
        Description = "The folder for the report.",
        DefaultValueFactory = _ => new DirectoryInfo("bench-results"),
    };

    /// <summary>Adds the options and the action.</summary>
    public static void AddTo(RootCommand root)
    {
        Duration.Validators.Add(result => Require(result.GetValueOrDefault<int?>() is null or (>= 1 and <= 600), result, "--duration must be 1 to 600 seconds."));
        Connections.Validators.Add(result => Require(result.GetValueOrDefault<int>() is >= 2 and <= 1_000, result, "--connections must be 2 to 1000."));
        Runs.Validators.Add(result => Require(result.GetValueOrDefault<int>() is >= 3 and <= 100, result, "--runs must be 3 to 100: fewer say nothing about noise."));
        Products.Validators.Add(result => Require(result.GetValueOrDefault<int?>() is null or (>= 1_000 and <= 10_000_000), result, "--products must be 1000 to 10000000."));
        Peer.AcceptOnlyFromAmong(Works.Flask);
        Setting.Validators.Add(result => Require(result.GetValueOrDefault<string[]>()?.All(setting => setting.Split(';').All(one => one.IndexOf('=', StringComparison.Ordinal) > 0)) ?? true, result, "--setting must be NAME=VALUE."));
        foreach (var option in new Option[] { ListOption, Only, Quick, Duration, Connections, Runs, Products, Peer, Setting, Output })
        {
            root.Add(option);
        }

        root.SetAction((parsed, cancellationToken) => parsed.GetValue(ListOption) ? Task.FromResult(List()) : RunAsync(Read(parsed), cancellationToken));
    }

    private static void Require(bool condition, System.CommandLine.Parsing.OptionResult result, string sentence)
    {
        if (!condition)
        {
            result.AddError(sentence);
        }
    }

    private static BenchOptions Read(ParseResult parsed)
    {
        var quick = parsed.GetValue(Quick);
        var products = parsed.GetValue(Products) ?? (quick ? 10_000 : 100_000);
        var only = parsed.GetValue(Only) ?? [];
        var unknown = only.Except(Catalogue.All(products).Select(technique => technique.Id)).Except(Series.Names.Select(series => series.Id))
            .Except(Scenario.All.Select(scenario => scenario.Id))
            .Except(parsed.GetValue(Peer) is null ? [] : [OnlyPeer]).ToArray();
        return unknown.Length > 0
            ? throw new BenchException($"Nothing to measure is called {string.Join(", ", unknown)}; --list shows the names.")
            : new BenchOptions(
                only,
                TimeSpan.FromSeconds(parsed.GetValue(Duration) ?? (quick ? 1 : 2)),
                WarmUp: TimeSpan.FromSeconds(8),
                Settling: TimeSpan.FromSeconds(quick ? 1 : 2),
                parsed.GetValue(Connections), parsed.GetValue(Runs), products, quick,
                parsed.GetValue(Peer), parsed.GetValue(Setting) ?? [], parsed.GetValue(Output)!);
    }

    private static int List()
    {
        var table = new Table().AddColumns("name", "what it answers").Border(TableBorder.Simple);
        foreach (var technique in Catalogue.All(0))
        {
            table.AddRow(technique.Id, technique.Question);
        }

        foreach (var (id, title) in Series.Names)
        {
            table.AddRow(id, title);
        }

        foreach (var scenario in Scenario.All)
        {
            table.AddRow(scenario.Id, scenario.Title);
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        await Wrk.RequireAsync();
        if (options.Peer is not null)
        {
            await FlaskPeer.InstallAsync(cancellationToken);
        }

        var machine = await MachineReport.ReadAsync(options, cancellationToken);
        var techniques = Catalogue.All(options.Products)
            .Where(technique => options.Includes(technique.Id) && (technique.IsQuick || !options.Quick || options.Only.Count > 0)).ToArray();
        IReadOnlyList<Technique> works = options.Peer is null ? [] : Works.All(options.Products);
        var measured = new List<TechniqueReport>();
        var compared = new List<TechniqueReport>();
        var series = new List<SeriesReport>();
        var tables = new List<TableReport>();
        var failures = new List<string>();
        var scenarios = Scenario.All.Where(scenario => scenario.IsIn(options)).ToArray();
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                await using var pool = new SystemPool();
                var all = progress.AddTask("all");
                var warmUps = new WarmUps(options);
                var runner = new TechniqueRunner(pool, options, warmUps, () => all.Increment(1));
                var scaling = new Series(pool, options, warmUps);
                var sizes = options.Quick && options.Only.Count == 0 ? [] : Series.Names.Where(name => options.Includes(name.Id)).ToArray();
                all.MaxValue = techniques.Concat(works).Sum(runner.StepsOf) + ((sizes.Length + scenarios.Length) * SeriesSteps);
                await MeasureAsync(works, compared);
                await MeasureAsync(techniques, measured);

                await pool.KeepOnlyAsync(new HashSet<SystemSettings> { scaling.Settings });
                foreach (var (id, title) in sizes)
                {
                    all.Description = title;
                    await TryAsync(async () => series.Add(await scaling.MeasureAsync(id, cancellationToken)));
                    all.Increment(SeriesSteps);
                }

                foreach (var scenario in scenarios)
                {
                    all.Description = scenario.Title;
                    await TryAsync(async () => tables.AddRange(await scenario.MeasureAsync(pool, options, cancellationToken)));
                    all.Increment(SeriesSteps);
                }

                all.Description = "done";
                all.Value = all.MaxValue;

                async Task MeasureAsync(IReadOnlyList<Technique> ways, List<TechniqueReport> reports)
                {
                    for (var i = 0; i < ways.Count; i++)
                    {
                        var way = ways[i];
                        all.Description = way.Title;
                        await pool.KeepOnlyAsync(ways.Skip(i).SelectMany(technique => technique.Variants).Select(variant => variant.Settings).ToHashSet());
                        await TryAsync(async () => reports.Add(await runner.RunAsync(way, cancellationToken)));
                    }
                }

                // What could not be measured must not cost the report of the rest.
                async Task TryAsync(Func<Task> measure)
                {
                    try
                    {
                        await measure();
                    }
                    catch (BenchException exception)
                    {
                        failures.Add(exception.Message);
                    }
                }
            });
        await ReportFiles.WriteAsync(new Report(machine, measured, series) { Peer = options.Peer is null ? null : new PeerReport("Flask", Works.Note, compared), Tables = tables }, options.Output, cancellationToken);
        foreach (var failure in failures)
        {
            await Console.Error.WriteLineAsync(failure);
        }

        return failures.Count == 0 ? 0 : 1;
    }

    // The name that stands for the peer alone.
    private const string OnlyPeer = "peer";

    // A series or a scenario takes about as long as this many runs.
    private const int SeriesSteps = 12;
}
