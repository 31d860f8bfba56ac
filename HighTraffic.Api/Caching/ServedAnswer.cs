namespace HighTraffic.Api.Caching;

/// <summary>An answer to a request, and how it was come by.</summary>
/// <param name="Held">The answer.</param>
/// <param name="Outcome">How the cache took part.</param>
/// <param name="IsLastResort">Whether it may be from any time, since there is no other one to be had.</param>
internal readonly record struct ServedAnswer(HeldAnswer Held, CacheOutcome Outcome, bool IsLastResort = false);
