namespace HighTraffic.Api.Quotas;

/// <summary>Whether a request may go on.</summary>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="Remaining">How many more may at once.</param>
/// <param name="RetryAfter">When the next one may, if this one may not.</param>
/// <param name="FullAfter">When the bucket is full again if nothing more is taken.</param>
internal readonly record struct QuotaDecision(bool IsAllowed, long Remaining, TimeSpan RetryAfter, TimeSpan FullAfter);
