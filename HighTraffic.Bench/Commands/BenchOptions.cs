namespace HighTraffic.Bench.Commands;

/// <summary>How a benchmark is run.</summary>
/// <param name="Only">The techniques and series to measure; all if there are none.</param>
/// <param name="Duration">The length of a run.</param>
/// <param name="WarmUp">How long a replica is under load before the first run that requests a page, until its hot code is optimized.</param>
/// <param name="Settling">How long a later variant is under load before its first run.</param>
/// <param name="Connections">Connections of the load.</param>
/// <param name="Runs">Runs of each variant.</param>
/// <param name="Products">Products and users in the database.</param>
/// <param name="Quick">Whether to skip the series.</param>
/// <param name="Peer">The stack to compare with; null for none.</param>
/// <param name="Settings">Settings of the API that the scenario <c>full-speed</c> compares with the defaults.</param>
/// <param name="Output">The folder for the report.</param>
internal sealed record BenchOptions(
    IReadOnlyCollection<string> Only, TimeSpan Duration, TimeSpan WarmUp, TimeSpan Settling,
    int Connections, int Runs, int Products, bool Quick,
    string? Peer, IReadOnlyList<string> Settings, DirectoryInfo Output)
{
    /// <summary>Whether a technique, series or scenario is measured.</summary>
    public bool Includes(string id) => Only.Count == 0 || Only.Contains(id);
}
