using System.Net;
using System.Text;

namespace HighTraffic.Bench.Reports;

/// <summary>The report as one HTML file that needs no network.</summary>
internal static class HtmlReport
{
    /// <summary>Writes it.</summary>
    public static string Of(Report report)
    {
        var machine = report.Machine;
        var text = new StringBuilder(Resource("report.html"));
        return text
            .Replace("/*css*/", Resource("report.css"))
            .Replace("<!--when-->", WebUtility.HtmlEncode(FormattableString.Invariant(
                $"{machine.At:yyyy-MM-dd HH:mm} UTC · {machine.Cores} cores · load before the run {machine.LoadBefore:0.00} · {machine.Products:N0} products · {machine.Connections} connections · {machine.Runs} alternating runs of {machine.Seconds:0} s")))
            .Replace("<!--reading-->", WebUtility.HtmlEncode(ReportText.Reading))
            .Replace("<!--peer-->", report.Peer is { } peer ? Section(peer) : string.Empty)
            .Replace("<!--summary-->", report.Techniques.Count > 0 ? Summary(report.Techniques) : string.Empty)
            .Replace("<!--techniques-->", string.Concat((report.Peer?.Works ?? []).Concat(report.Techniques).Select(Section)))
            .Replace("<!--series-->", string.Concat(report.Series.Select(Section)))
            .Replace("<!--tables-->", string.Concat(report.Tables.Select(Section)))
            .Replace("<!--versions-->", string.Concat(machine.Versions.Select(version =>
                $"<tr><th scope=row>{WebUtility.HtmlEncode(version.Key)}</th><td>{WebUtility.HtmlEncode(version.Value)}</td></tr>")))
            .Replace("/*data*/", report.ToJson().Replace("</", "<\\/", StringComparison.Ordinal))
            .Replace("/*script*/", Resource("report.js"))
            .Replace("/*chart*/", Resource("chart.js"))
            .ToString();
    }

    private static string Section(PeerReport peer) => FormattableString.Invariant(
        $"""
        <section id=peer><h2>Beside {WebUtility.HtmlEncode(peer.Name)}</h2>
        <div class=scroll><table class=peer><thead><tr><th>work<th>{WebUtility.HtmlEncode(peer.Name)}, requests/s<th>here<th>ratio<th>{WebUtility.HtmlEncode(peer.Name)}, CPU µs each<th>here<th>ratio</tr></thead><tbody>
        {string.Concat(peer.Rows.Select(PeerRow))}</tbody></table></div>
        <p class=reading>{WebUtility.HtmlEncode(peer.Note)}</p></section>
        """);

    private static string PeerRow(PeerRow row) => FormattableString.Invariant(
        $"<tr><th scope=row><a href=#{row.Id}>{WebUtility.HtmlEncode(row.Work)}</a><td>{ReportText.Figure(row.Peer.Rate.Median)}<td>{ReportText.Figure(row.Here.Rate.Median)}<td class={Class(row.Faster)}>{row.Faster:0.0}<td>{ReportText.Figure(row.Peer.Cost.Median)}<td>{ReportText.Figure(row.Here.Cost.Median)}<td class={Class(row.Cheaper)}>{row.Cheaper:0.0}</tr>\n");

    private static string Class(double gain) => gain > 1 ? "clear" : "noise";

    private static string Summary(IEnumerable<TechniqueReport> techniques) =>
        $"""
        <section><h2>The effect of each technique</h2>
        <div class=scroll><table class=summary><thead><tr><th>technique<th>question<th>answer</tr></thead><tbody>
        {string.Concat(techniques.Select(SummaryRow))}</tbody></table></div></section>
        """;

    private static string SummaryRow(TechniqueReport technique) => FormattableString.Invariant(
        $"<tr><th scope=row><a href=#{technique.Id}>{WebUtility.HtmlEncode(technique.Title)}</a></th><td>{WebUtility.HtmlEncode(technique.Question)}</td><td class={(technique.IsLoss ? "loss" : technique.IsClear ? "clear" : "noise")}>{WebUtility.HtmlEncode(technique.Verdict)}</td></tr>\n");

    private static string Section(TechniqueReport technique) => FormattableString.Invariant(
        $"""
        <section id={technique.Id}><h2>{WebUtility.HtmlEncode(technique.Title)}</h2>
        <p>{WebUtility.HtmlEncode(technique.Question)} <span class=setup>Measured: {WebUtility.HtmlEncode(technique.Setup)}.</span></p>
        <p class=verdict>{WebUtility.HtmlEncode(technique.Verdict)}</p>
        <div class=plots><div class=plot><canvas data-technique={technique.Id} data-plot=cost></canvas></div><div class=plot><canvas data-technique={technique.Id} data-plot=judged></canvas></div></div>
        <div class=scroll><table><thead><tr><th>variant<th>operations/s<th>CPU µs each<th class=text>by part<th>p50 ms<th>p99 ms<th>p99.9 ms<th>bytes each<th>statements each<th class=text>served by</tr></thead><tbody>
        {string.Concat(technique.Variants.Select(Row))}</tbody></table></div></section>

        """);

    private static string Row(VariantReport variant) => FormattableString.Invariant(
        $"<tr><th scope=row>{WebUtility.HtmlEncode(variant.Name)}<td>{ReportText.Figure(variant.Rate.Median)}<td>{ReportText.Figure(variant.Cost.Median)}<td class=text>{WebUtility.HtmlEncode(ReportText.Parts(variant))}<td>{ReportText.Figure(variant.P50.Median)}<td>{ReportText.Figure(variant.P99.Median)}<td>{ReportText.Figure(variant.P999.Median)}<td>{variant.Bytes.Median:N0}<td>{variant.DatabaseCalls.Median:0.###}<td class=text>{WebUtility.HtmlEncode(ReportText.Answers(variant))}</tr>\n");

    private static string Section(SeriesReport series) => FormattableString.Invariant(
        $"""
        <section id={series.Id}><h2>{WebUtility.HtmlEncode(series.Title)}</h2><p>{WebUtility.HtmlEncode(series.Note)}</p>
        <div class=plots><div class=plot><canvas data-series={series.Id} data-plot=rate></canvas></div><div class=plot><canvas data-series={series.Id} data-plot=latency></canvas></div></div>
        <div class=scroll><table><thead><tr><th>{WebUtility.HtmlEncode(series.Axis)}<th>served/s<th>rejected<th>CPU µs each<th>p50 ms<th>p99 ms<th>time to rejection, p99 ms<th>incomplete</tr></thead><tbody>
        {string.Concat(series.Points.Select(point => FormattableString.Invariant($"<tr><th scope=row>{point.Size:N0}<td>{ReportText.Figure(point.Rate)}<td>{point.Rejected * 100:0}%<td>{ReportText.Figure(point.Cost)}<td>{ReportText.Figure(point.P50)}<td>{ReportText.Figure(point.P99)}<td>{ReportText.Figure(point.RefusalP99)}<td>{point.Unfinished:N0}</tr>\n")))}</tbody></table></div></section>

        """);

    private static string Section(TableReport table) => FormattableString.Invariant(
        $"""
        <section id={table.Id}><h2>{WebUtility.HtmlEncode(table.Title)}</h2><p>{WebUtility.HtmlEncode(table.Note)}</p>
        {(table.Plot is null ? string.Empty : FormattableString.Invariant($"<div class=plots><div class=plot><canvas data-table={table.Id}></canvas></div></div>"))}
        <div class=scroll><table><thead><tr><th>{WebUtility.HtmlEncode(table.Corner)}{string.Concat(table.Columns.Select(column => "<th>" + WebUtility.HtmlEncode(column)))}</tr></thead><tbody>
        {string.Concat(table.Rows.Select(row => FormattableString.Invariant($"<tr><th scope=row>{WebUtility.HtmlEncode(row.Name)}{string.Concat(row.Values.Select(value => "<td>" + ReportText.Figure(value)))}</tr>\n")))}</tbody></table></div></section>

        """);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
