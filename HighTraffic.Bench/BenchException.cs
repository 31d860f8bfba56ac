namespace HighTraffic.Bench;

/// <summary>The benchmark cannot continue, for a reason that the user can fix.</summary>
internal sealed class BenchException(string reason) : Exception(reason);
