namespace HighTraffic.Bench;

/// <summary>The benchmark cannot go on, for a reason that a person can act on.</summary>
internal sealed class BenchException(string reason) : Exception(reason);
