using System.CommandLine;
using HighTraffic.Bench.Scaling;
using Spectre.Console;

namespace HighTraffic.Bench.Commands;

/// <summary>Calculates what a fleet needs for a load.</summary>
internal static class CapacityCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var target = new Option<int>("--target") { Description = "Reads a second.", DefaultValueFactory = _ => 100_000 };
        var uncached = new Option<double>("--uncached") { Description = "The share of reads that no cache can serve.", DefaultValueFactory = _ => 0.02 };
        var writes = new Option<double>("--writes") { Description = "Writes a second.", DefaultValueFactory = _ => 100 };
        var tasks = new Option<double>("--tasks") { Description = "Tasks a second.", DefaultValueFactory = _ => 10 };
        var utilisation = new Option<double>("--utilisation") { Description = "The highest utilisation of a core that keeps latency low.", DefaultValueFactory = _ => 0.6 };
        target.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000_000)
            {
                result.AddError("--target must be 1 to 100000000 reads a second.");
            }
        });
        foreach (var share in new[] { uncached, utilisation })
        {
            share.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double>() is < 0 or > 1)
                {
                    result.AddError($"{share.Name} must be a share from 0 to 1.");
                }
            });
        }

        var command = new Command("capacity", "Calculates what a fleet needs for a load, from the costs in docs/scaling.md.") { target, uncached, writes, tasks, utilisation };
        command.SetAction(parsed => Show(CapacityModel.For(new FleetLoad(
            parsed.GetValue(target), parsed.GetValue(uncached), parsed.GetValue(writes), parsed.GetValue(tasks), parsed.GetValue(utilisation)))));
        return command;
    }

    private static void Show(IReadOnlyList<Need> needs)
    {
        var table = new Table().AddColumns("part", "cores", "what to run", "calculation").Border(TableBorder.Simple);
        foreach (var need in needs)
        {
            table.AddRow(need.Part, FormattableString.Invariant($"{need.Cores:0.0}"), need.Advice, need.Arithmetic);
        }

        AnsiConsole.Write(table);
    }
}
