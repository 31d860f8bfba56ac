namespace HighTraffic.Api.Quotas;

/// <summary>Whether a request is within its quota.</summary>
/// <param name="IsAllowed">Whether the request is allowed.</param>
/// <param name="Remaining">How many more requests are allowed now.</param>
/// <param name="RetryAfter">When the next request is allowed, if this one is not.</param>
/// <param name="FullAfter">When the bucket is full again if no more tokens are taken.</param>
internal readonly record struct QuotaDecision(bool IsAllowed, long Remaining, TimeSpan RetryAfter, TimeSpan FullAfter);
