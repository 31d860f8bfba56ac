using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_technique_that_broke_shows_up_in_the_comparison()
    {
        var changes = CompareCommand.Compare(Report(indexed: [20, 21, 22]), Report(indexed: [900, 950, 990]));
        Assert.Contains(changes, change => change is { Technique: "Index", Variant: "with", Figure: "CPU µs each" });
        Assert.DoesNotContain(changes, change => change.Variant == "without");
    }

    [Fact]
    public void Noise_is_no_change() =>
        Assert.Empty(CompareCommand.Compare(Report(indexed: [20, 21, 22]), Report(indexed: [21, 23, 25])));

    [Theory]
    [InlineData(new double[] { 20, 21, 22 }, "47.62 times less CPU time per operation")]
    [InlineData(new double[] { 900, 1_010, 1_100 }, "no difference beyond noise (0.99 times less CPU time per operation)")]
    [InlineData(new double[] { 1_900, 2_000, 2_100 }, "2.00 times more CPU time per operation")]
    public void The_verdict_says_what_it_brings_and_what_it_does_not(double[] indexed, string verdict) =>
        Assert.Equal(verdict, Report(indexed).Techniques[0].Verdict);

    [Fact]
    public async Task A_report_is_read_back_as_it_was_written()
    {
        var report = Report(indexed: [20, 21, 22]);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, report.ToJson());
            Assert.Equal(report.ToJson(), (await Reports.Report.ReadAsync(path, CancellationToken.None)).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_escapes_what_it_shows()
    {
        var page = HtmlReport.Of(Report(indexed: [20, 21, 22], name: "</script><b>with</b>"));
        Assert.DoesNotMatch("(src|href)=\"?https?:", page);
        Assert.DoesNotContain("</script><b>", page, StringComparison.Ordinal);
        Assert.Contains("new Chart(", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_other_stack_before_the_techniques()
    {
        var report = Report(indexed: [20, 21, 22]);
        var page = HtmlReport.Of(report with { Peer = new PeerReport("Flask", "By turns.", [Work()]) });
        Assert.InRange(page.IndexOf("Beside Flask", StringComparison.Ordinal), 0, page.IndexOf("The effect of each technique</h2>", StringComparison.Ordinal));
        Assert.DoesNotContain("Beside Flask", HtmlReport.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_way_of_this_stack_is_set_beside_the_other_stack()
    {
        var rows = new PeerReport("Flask", "By turns.", [Work()]).Rows.ToArray();
        Assert.Equal(["A list, micro-cache off", "A list"], rows.Select(row => row.Work));
        Assert.Equal(4, rows[0].Cheaper, 6);
        Assert.Equal(20, rows[1].Cheaper, 6);
        Assert.Equal(1, rows[1].Faster, 6);
    }

    [Fact]
    public void A_table_has_a_dash_where_there_is_no_figure()
    {
        var table = new TableReport("hang", "Hang", "Stopped.", "figure", ["value"], [new TableRow("first refusal", [null]), new TableRow("served", [100])]);
        var text = MarkdownReport.Of(Report(indexed: [20, 21, 22]) with { Tables = [table] });
        Assert.Contains("| first refusal | – |", text, StringComparison.Ordinal);
        Assert.Contains("| served | 100 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_technique_compares_ways_that_differ()
    {
        var all = Catalogue.All(1_000);
        Assert.Equal(all.Count, all.DistinctBy(technique => technique.Id).Count());
        Assert.All(all, technique => Assert.Equal(technique.Variants.Count, technique.Variants.DistinctBy(variant => variant.Name).Count()));
        Assert.All(all, technique => Assert.True(technique.Variants.Count >= 2));
    }

    private static Report Report(double[] indexed, string name = "with") => new(
        new MachineReport(DateTimeOffset.UnixEpoch, 2, 0, new Dictionary<string, string>(), 1_000, 64, 10, 3),
        [new TechniqueReport("index", "Index", "Is it worth it?", "a user", Judge.Cost, [Variant("without", [990, 1_000, 1_010]), Variant(name, indexed)])],
        []);

    private static TechniqueReport Work() => new(
        "peer-list", "A list", "How much?", "a list", Judge.Cost, [Variant("Flask", [400, 400, 400]), Variant("micro-cache off", [100, 100, 100]), Variant("here", [20, 20, 20])]);

    private static VariantReport Variant(string name, double[] costs) => VariantReport.Of(
        name,
        [.. costs.Select(cost => new Sample(1_000, 0, 1, 1, 2, 3, 1_000, 0, new Dictionary<string, double> { ["API"] = cost / 1_000 }))],
        new Dictionary<string, double>());
}
