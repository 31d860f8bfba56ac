namespace HighTraffic.Api.Figures;

/// <summary>Excludes an endpoint from the figures: the one that serves them, and those whose responses last as long as the client listens.</summary>
internal sealed class Uncounted;
