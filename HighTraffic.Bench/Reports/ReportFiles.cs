using Spectre.Console;

namespace HighTraffic.Bench.Reports;

/// <summary>Writes a report as JSON, Markdown and one HTML file, and its summary to the console.</summary>
internal static class ReportFiles
{
    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(Report report, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        var name = Path.Combine(folder.FullName, $"{report.Machine.At:yyyyMMdd-HHmmss}");
        await File.WriteAllTextAsync($"{name}.json", report.ToJson(), cancellationToken);
        await File.WriteAllTextAsync($"{name}.md", MarkdownReport.Of(report), cancellationToken);
        await File.WriteAllTextAsync($"{name}.html", HtmlReport.Of(report), cancellationToken);

        if (report.Peer is { } peer)
        {
            var rows = new Table().AddColumns("work", $"requests/s, ratio to {peer.Name}", $"times less CPU than {peer.Name}").Border(TableBorder.Simple);
            foreach (var row in peer.Rows)
            {
                rows.AddRow(row.Work, FormattableString.Invariant($"{row.Faster:0.0}"), FormattableString.Invariant($"{row.Cheaper:0.0}"));
            }

            AnsiConsole.Write(rows);
        }

        if (report.Techniques.Count > 0)
        {
            var table = new Table().AddColumns("technique", "effect on this machine").Border(TableBorder.Simple);
            foreach (var technique in report.Techniques)
            {
                table.AddRow(technique.Title, technique.Verdict);
            }

            AnsiConsole.Write(table);
        }

        Console.WriteLine($"Report     {name}.html");
    }
}
