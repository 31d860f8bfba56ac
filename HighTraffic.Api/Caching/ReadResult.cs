using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Caching;

/// <summary>What a public read came to: an answer, a refusal, or neither if the handler has answered this one client itself.</summary>
/// <param name="Held">The answer.</param>
/// <param name="Outcome">How the cache took part.</param>
/// <param name="IsLastResort">Whether the answer may be from any time, because there is no other one.</param>
/// <param name="Milliseconds">What the handler took.</param>
/// <param name="Refusal">Why there is no answer.</param>
internal readonly record struct ReadResult(
    CacheEntry? Held, CacheOutcome Outcome, bool IsLastResort = false, double? Milliseconds = null, Refusal? Refusal = null)
{
    public static ReadResult LastResort(CacheEntry held) => new(held, CacheOutcome.SharedHit, IsLastResort: true);

    public static ReadResult Refused(Refusal refusal) => new(null, CacheOutcome.Bypass, Refusal: refusal);
}
