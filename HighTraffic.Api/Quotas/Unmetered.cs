namespace HighTraffic.Api.Quotas;

/// <summary>Excludes an endpoint from quotas.</summary>
internal sealed class Unmetered;
