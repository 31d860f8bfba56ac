namespace HighTraffic.Api.Caching;

/// <summary>An answer to a request, and how it was come by.</summary>
internal readonly record struct ServedAnswer(HeldAnswer Held, CacheOutcome Outcome);
