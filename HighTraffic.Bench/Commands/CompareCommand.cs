using System.CommandLine;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using Spectre.Console;

namespace HighTraffic.Bench.Commands;

/// <summary>Shows what changed between two reports, beyond noise.</summary>
internal static class CompareCommand
{
    // On a busy machine, two runs of the same code may differ by up to this.
    private const double Noise = 0.05;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var before = new Argument<FileInfo>("before") { Description = "The .json file of a report." };
        var after = new Argument<FileInfo>("after") { Description = "The .json file of a later report." };
        var command = new Command("compare", "Shows what changed between two reports, beyond noise.") { before, after };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Show(Compare(
                await Report.ReadAsync(parsed.GetValue(before)!.FullName, cancellationToken),
                await Report.ReadAsync(parsed.GetValue(after)!.FullName, cancellationToken)));
            return 0;
        });
        return command;
    }

    /// <summary>Finds the changes.</summary>
    public static IReadOnlyList<Change> Compare(Report before, Report after) =>
    [
        .. from old in before.Techniques
           join now in after.Techniques on old.Id equals now.Id
           from was in old.Variants
           from variant in now.Variants
           where variant.Name == was.Name
           from figure in Figures(was, variant)
           where figure.Before.DiffersFrom(figure.After) && Math.Abs((figure.After.Median / figure.Before.Median) - 1) > Noise
           select new Change(old.Title, was.Name, figure.Name, figure.Before.Median, figure.After.Median),
    ];

    private static IEnumerable<(string Name, Spread Before, Spread After)> Figures(VariantReport was, VariantReport now) =>
    [
        ("operations/s", was.Rate, now.Rate),
        ("CPU µs each", was.Cost, now.Cost),
        ("p50 ms", was.P50, now.P50),
        ("bytes each", was.Bytes, now.Bytes),
    ];

    private static void Show(IReadOnlyList<Change> changes)
    {
        if (changes.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing changed beyond noise.");
            return;
        }

        var table = new Table().AddColumns("technique", "variant", "figure", "before", "after", "ratio").Border(TableBorder.Simple);
        foreach (var change in changes)
        {
            table.AddRow(
                change.Technique, change.Variant, change.Figure,
                FormattableString.Invariant($"{change.Before:N2}"), FormattableString.Invariant($"{change.After:N2}"), FormattableString.Invariant($"{change.After / change.Before:0.00}"));
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A figure that has changed.</summary>
    internal sealed record Change(string Technique, string Variant, string Figure, double Before, double After);
}
