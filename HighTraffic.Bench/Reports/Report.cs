using System.Text.Json;
using System.Text.Json.Serialization;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Techniques;

namespace HighTraffic.Bench.Reports;

/// <summary>The results of a benchmark.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Techniques">The effect of each technique.</param>
/// <param name="Series">How figures change with a size.</param>
internal sealed record Report(MachineReport Machine, IReadOnlyList<TechniqueReport> Techniques, IReadOnlyList<SeriesReport> Series)
{
    /// <summary>What the same work costs another stack, if that was measured.</summary>
    public PeerReport? Peer { get; init; }

    /// <summary>The results of the scenarios.</summary>
    public IReadOnlyList<TableReport> Tables { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a report that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="BenchException">The file is not a report.</exception>
    public static async Task<Report> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Report>(file, Json, cancellationToken) ?? throw new JsonException("The file contains null.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BenchException($"{path} is not a report (the .json file that a run writes): {exception.Message}");
        }
    }
}

/// <summary>What the same work costs another stack.</summary>
/// <param name="Name">The other stack.</param>
/// <param name="Note">How it is set up.</param>
/// <param name="Works">The work, each with the variants of the other stack first.</param>
internal sealed record PeerReport(string Name, string Note, IReadOnlyList<TechniqueReport> Works)
{
    /// <summary>Each variant of this stack, compared with the other stack.</summary>
    public IEnumerable<PeerRow> Rows =>
        from work in Works
        let peer = work.Variants[0]
        from here in work.Variants.Skip(1)
        select new PeerRow(work.Id, here == work.Variants[^1] ? work.Title : $"{work.Title}, {here.Name}", peer, here);
}

/// <summary>The same work by two stacks.</summary>
/// <param name="Id">The name of the work in links.</param>
/// <param name="Work">The work.</param>
/// <param name="Peer">By the other stack.</param>
/// <param name="Here">By this one.</param>
internal sealed record PeerRow(string Id, string Work, VariantReport Peer, VariantReport Here)
{
    /// <summary>The ratio of operations per second, this stack to the other.</summary>
    public double Faster => Here.Rate.Median / Peer.Rate.Median;

    /// <summary>How many times less CPU time; 0 if the processes of the parts are not visible.</summary>
    public double Cheaper => Here.Cost.Median > 0 ? Peer.Cost.Median / Here.Cost.Median : 0;
}

/// <summary>The effect of a technique.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Title">The name.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Setup">What is the same for all variants.</param>
/// <param name="Judge">The figure that decides.</param>
/// <param name="Variants">From without to with.</param>
internal sealed record TechniqueReport(string Id, string Title, string Question, string Setup, Judge Judge, IReadOnlyList<VariantReport> Variants)
{
    /// <summary>The ratio of the last variant to the first, for the figure that decides; less than 1 is better except for a rate.</summary>
    public double Ratio => Judged(Variants[^1]).Median / Judged(Variants[0]).Median;

    /// <summary>Whether the difference is more than noise.</summary>
    public bool IsClear => Judged(Variants[^1]).DiffersFrom(Judged(Variants[0]));

    /// <summary>The figure of a variant that decides.</summary>
    public Spread Judged(VariantReport variant) => Judge switch
    {
        Judge.Rate => variant.Rate,
        Judge.Latency => variant.P50,
        Judge.Bytes => variant.Bytes,

        // If the processes of the parts are not visible, their cost is unknown.
        _ => variant.Cost.Median > 0 ? variant.Cost : variant.P50,
    };

    /// <summary>Whether it clearly costs more than it brings on this machine.</summary>
    public bool IsLoss => IsClear && Gain < 1;

    /// <summary>Its effect on this machine, in a sentence.</summary>
    public string Verdict
    {
        get
        {
            var (better, worse) = Judge switch
            {
                Judge.Rate => ("more operations a second", "fewer operations a second"),
                Judge.Latency => ("lower median latency", "higher median latency"),
                Judge.Bytes => ("fewer bytes per response", "more bytes per response"),
                _ => ("less CPU time per operation", "more CPU time per operation"),
            };
            return FormattableString.Invariant(
                !IsClear ? $"no difference beyond noise ({Gain:0.00} times {better})" : IsLoss ? $"{1 / Gain:0.00} times {worse}" : (FormattableString)$"{Gain:0.00} times {better}");
        }
    }

    private double Gain => Judge == Judge.Rate ? Ratio : 1 / Ratio;
}

/// <summary>The figures of a variant over all its runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rate">Operations a second.</param>
/// <param name="Cost">Microseconds of CPU time per operation, over all parts.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Bytes">Bytes received per operation.</param>
/// <param name="DatabaseCalls">Database statements per operation.</param>
/// <param name="Parts">Microseconds of CPU time per operation by part, medians.</param>
/// <param name="Answers">The share of responses that each layer served.</param>
/// <param name="WorkerPeak">The worker's peak memory in any run, in bytes; 0 if not measured.</param>
internal sealed record VariantReport(
    string Name, Spread Rate, Spread Cost, Spread P50, Spread P99, Spread P999, Spread Bytes, Spread DatabaseCalls,
    IReadOnlyDictionary<string, double> Parts, IReadOnlyDictionary<string, double> Answers, long WorkerPeak = 0)
{
    /// <summary>Summarises the runs of a variant.</summary>
    public static VariantReport Of(string name, IReadOnlyCollection<Sample> samples, IReadOnlyDictionary<string, double> answers) => new(
        name,
        Spread.Of(samples.Select(sample => sample.Rate)),
        Spread.Of(samples.Select(sample => sample.Cost)),
        Spread.Of(samples.Select(sample => sample.P50)),
        Spread.Of(samples.Select(sample => sample.P99)),
        Spread.Of(samples.Select(sample => sample.P999)),
        Spread.Of(samples.Select(sample => (double)sample.Bytes / sample.Operations)),
        Spread.Of(samples.Select(sample => (double)sample.DatabaseCalls / sample.Operations)),
        samples.SelectMany(sample => sample.Processor.Keys).Distinct().ToDictionary(
            part => part, part => Spread.Of(samples.Select(sample => sample.Processor.GetValueOrDefault(part) * 1e6 / sample.Operations)).Median),
        answers,
        samples.Max(sample => sample.WorkerPeak));
}

/// <summary>How figures change with a size.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Title">The name.</param>
/// <param name="Note">How it was measured.</param>
/// <param name="Axis">What the size is.</param>
/// <param name="Points">The figures by size.</param>
internal sealed record SeriesReport(string Id, string Title, string Note, string Axis, IReadOnlyList<PointReport> Points);

/// <summary>The figures at one size.</summary>
/// <param name="Size">The size.</param>
/// <param name="Rate">Correct responses per second.</param>
/// <param name="Rejected">The share of requests that were rejected, 0 to 1.</param>
/// <param name="Cost">Microseconds of CPU time per response.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="RefusalP99">The 99th percentile of the time to a rejection, in milliseconds.</param>
/// <param name="Unfinished">Requests that got neither a complete response nor a rejection.</param>
internal sealed record PointReport(double Size, double Rate, double Rejected, double Cost, double P50, double P99, double RefusalP99 = 0, long Unfinished = 0);
