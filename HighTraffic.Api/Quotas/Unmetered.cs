namespace HighTraffic.Api.Quotas;

/// <summary>Marks an endpoint whose requests count against no quota.</summary>
internal sealed class Unmetered;
