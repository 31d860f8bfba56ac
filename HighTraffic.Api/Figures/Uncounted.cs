namespace HighTraffic.Api.Figures;

/// <summary>
/// Marks an endpoint that is left out of the figures: one that is asked in order to look at them, or whose answer takes as long
/// as the client listens.
/// </summary>
internal sealed class Uncounted;
