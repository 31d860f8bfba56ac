namespace HighTraffic.Api.Resilience;

/// <summary>Tells which requests to an endpoint are searches, which have a limit of their own.</summary>
/// <param name="IsSearch">Whether a request is one.</param>
internal sealed record SearchMetadata(Func<HttpRequest, bool> IsSearch);
