using System.Globalization;

namespace HighTraffic.Api.Quotas;

/// <summary>Reports its quota to a client (draft-ietf-httpapi-ratelimit-headers-10).</summary>
internal static class QuotaHeaders
{
    /// <summary>Writes <c>RateLimit-Policy</c> and <c>RateLimit</c>. Times are in whole seconds.</summary>
    public static void Write(IHeaderDictionary headers, string name, QuotaLimit limit, QuotaDecision decision)
    {
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit.Burst};w={Seconds(limit.Window)}");
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"{name}\";r={decision.Remaining};t={Seconds(decision.IsAllowed ? decision.FullAfter : decision.RetryAfter)}");
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}
