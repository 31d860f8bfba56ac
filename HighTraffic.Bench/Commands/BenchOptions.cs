namespace HighTraffic.Bench.Commands;

/// <summary>How a benchmark is run.</summary>
/// <param name="Only">The techniques and series to measure; all if there are none.</param>
/// <param name="Duration">The length of a run.</param>
/// <param name="WarmUp">How long a replica is under load before the first run that asks for a page: until what it does most is compiled for speed.</param>
/// <param name="Settling">The length of the load before the first run of a variant that comes later.</param>
/// <param name="Connections">Connections of the load.</param>
/// <param name="Runs">Runs of each variant.</param>
/// <param name="Products">Products and users in the database.</param>
/// <param name="Quick">Whether the series are left out.</param>
/// <param name="Peer">The stack that this one is compared with; null for none.</param>
/// <param name="Settings">Settings of the API that the scenario <c>full-speed</c> compares with the defaults.</param>
/// <param name="Output">The folder for the report.</param>
internal sealed record BenchOptions(
    IReadOnlyCollection<string> Only, TimeSpan Duration, TimeSpan WarmUp, TimeSpan Settling,
    int Connections, int Runs, int Products, bool Quick,
    string? Peer, IReadOnlyList<string> Settings, DirectoryInfo Output)
{
    /// <summary>Whether something is to be measured.</summary>
    public bool Includes(string id) => Only.Count == 0 || Only.Contains(id);
}
