using System.Text;
using HighTraffic.Bench.Measures;

namespace HighTraffic.Bench.Reports;

/// <summary>The report as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    public static string Of(Report report)
    {
        var text = new StringBuilder();
        var machine = report.Machine;
        text.Append(Invariant(
            $"""
            # The effect of each technique

            {machine.At:yyyy-MM-dd HH:mm} UTC, {machine.Cores} cores, load before the run {machine.LoadBefore:0.00}, {machine.Products:N0} products, {machine.Connections} connections,
            {machine.Runs} alternating runs of {machine.Seconds:0} s each; medians, with minimum and maximum. {ReportText.Reading}

            """));
        if (report.Peer is { } peer)
        {
            text.AppendLine(Invariant($"\n## Beside {peer.Name}\n\n{peer.Note}\n\n| work | {peer.Name}, requests/s | here | ratio | {peer.Name}, CPU µs each | here | ratio |\n|---|---|---|---|---|---|---|"));
            foreach (var row in peer.Rows)
            {
                text.AppendLine(Invariant($"| {row.Work} | {ReportText.Figure(row.Peer.Rate.Median)} | {ReportText.Figure(row.Here.Rate.Median)} | {row.Faster:0.0} | {ReportText.Figure(row.Peer.Cost.Median)} | {ReportText.Figure(row.Here.Cost.Median)} | {row.Cheaper:0.0} |"));
            }
        }

        if (report.Techniques.Count > 0)
        {
            text.AppendLine("\n| technique | effect on this machine |\n|---|---|");
        }

        foreach (var technique in report.Techniques)
        {
            text.AppendLine(Invariant($"| {technique.Title} | {technique.Verdict} |"));
        }

        foreach (var technique in (report.Peer?.Works ?? []).Concat(report.Techniques))
        {
            text.AppendLine(Invariant($"\n## {technique.Title}\n\n{technique.Question} Measured: {technique.Setup}.\n"));
            text.AppendLine("| variant | operations/s | CPU µs each | p50 ms | p99 ms | p99.9 ms | bytes each | statements each | served by |");
            text.AppendLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var variant in technique.Variants)
            {
                text.AppendLine(Invariant(
                    $"| {variant.Name} | {Show(variant.Rate)} | {Show(variant.Cost)} ({ReportText.Parts(variant)}) | {ReportText.Figure(variant.P50.Median)} | {ReportText.Figure(variant.P99.Median)} | {ReportText.Figure(variant.P999.Median)} | {variant.Bytes.Median:N0} | {variant.DatabaseCalls.Median:0.###} | {ReportText.Answers(variant)} |"));
            }
        }

        foreach (var series in report.Series)
        {
            text.AppendLine(Invariant($"\n## {series.Title}\n\n{series.Note}\n\n| {series.Axis} | served/s | rejected | CPU µs each | p50 ms | p99 ms | time to rejection, p99 ms | incomplete |\n|---|---|---|---|---|---|---|---|"));
            foreach (var point in series.Points)
            {
                text.AppendLine(Invariant($"| {point.Size:N0} | {ReportText.Figure(point.Rate)} | {point.Rejected * 100:0}% | {ReportText.Figure(point.Cost)} | {ReportText.Figure(point.P50)} | {ReportText.Figure(point.P99)} | {ReportText.Figure(point.RefusalP99)} | {point.Unfinished:N0} |"));
            }
        }

        foreach (var table in report.Tables)
        {
            text.AppendLine(Invariant($"\n## {table.Title}\n\n{table.Note}\n\n| {table.Corner} | {string.Join(" | ", table.Columns)} |\n|---|{string.Concat(table.Columns.Select(_ => "---|"))}"));
            foreach (var row in table.Rows)
            {
                text.AppendLine(Invariant($"| {row.Name} | {string.Join(" | ", row.Values.Select(ReportText.Figure))} |"));
            }
        }

        text.AppendLine("\n## Versions\n");
        foreach (var (name, version) in machine.Versions)
        {
            text.AppendLine(Invariant($"- {name}: {version}"));
        }

        return text.ToString();
    }

    private static string Show(Spread spread) => $"{ReportText.Figure(spread.Median)} ({ReportText.Figure(spread.Min)}–{ReportText.Figure(spread.Max)})";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
