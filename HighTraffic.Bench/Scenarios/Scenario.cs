using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scenarios;

/// <summary>An event that hits a system, or a state that it is brought into.</summary>
/// <param name="Id">The name on the command line.</param>
/// <param name="Title">The name in the list.</param>
/// <param name="MeasureAsync">Measures it.</param>
/// <param name="IsOnDemand">Whether it is measured only when named, because it takes long.</param>
internal sealed record Scenario(
    string Id, string Title, Func<SystemPool, BenchOptions, CancellationToken, Task<IReadOnlyList<TableReport>>> MeasureAsync, bool IsOnDemand = false)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("hang", "The database hangs for 10 s under load", DatabaseHang.MeasureAsync),
        new("streams", "Memory of 10,000 idle event streams", IdleStreams.MeasureAsync),
        new(Growth.Id, "Reads by number of rows, up to a million", Growth.MeasureAsync),
        new(Growth.LargeId, "Reads by number of rows, ten million; only when named", Growth.MeasureLargeAsync, IsOnDemand: true),
        new("full-speed", "CPU per request in the first seconds after a start", FullSpeed.MeasureAsync),
    ];

    /// <summary>Whether a run includes it.</summary>
    public bool IsIn(BenchOptions options) => options.Only.Count > 0 ? options.Only.Contains(Id) : !options.Quick && !IsOnDemand;
}
