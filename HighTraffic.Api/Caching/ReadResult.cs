using HighTraffic.Api.Resilience;

namespace HighTraffic.Api.Caching;

/// <summary>The result of a public read: a response, a refusal, or neither if the handler has written a response for this client only.</summary>
/// <param name="Held">The response.</param>
/// <param name="Outcome">What the cache did.</param>
/// <param name="IsLastResort">Whether the response may be of any age because no newer one can be had.</param>
/// <param name="Milliseconds">How long the handler took, in milliseconds.</param>
/// <param name="Refusal">Why there is no response.</param>
internal readonly record struct ReadResult(
    CacheEntry? Held, CacheOutcome Outcome, bool IsLastResort = false, double? Milliseconds = null, Refusal? Refusal = null)
{
    public static ReadResult LastResort(CacheEntry held) => new(held, CacheOutcome.SharedHit, IsLastResort: true);

    public static ReadResult Refused(Refusal refusal) => new(null, CacheOutcome.Bypass, Refusal: refusal);
}
