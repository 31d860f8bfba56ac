namespace HighTraffic.Api.Resilience;

/// <summary>Defines which of an endpoint's requests are searches, which have a limit of their own.</summary>
/// <param name="IsSearch">Whether a request is one.</param>
internal sealed record SearchMetadata(Func<HttpRequest, bool> IsSearch);
