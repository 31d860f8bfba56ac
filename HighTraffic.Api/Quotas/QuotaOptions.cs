using System.ComponentModel.DataAnnotations;
using HighTraffic.Data.Keys;

namespace HighTraffic.Api.Quotas;

/// <summary>How much uncached work a client may ask for, <c>HighTraffic:Quotas</c>. Cached answers never count.</summary>
internal sealed class QuotaOptions
{
    /// <summary>Whether there are quotas.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The quota of each address that sends no key: many people may share one.</summary>
    public QuotaLimit Anonymous { get; set; } = new() { Burst = 5_000, PerSecond = 1_000 };

    /// <summary>The quota of each address for requests with a key or token that is wrong.</summary>
    public QuotaLimit RejectedCredentials { get; set; } = new() { Burst = 100, PerSecond = 10 };

    /// <summary>The quotas of clients with a key or a token, by the name of their class.</summary>
    public Dictionary<string, QuotaLimit> Classes { get; set; } = new(StringComparer.OrdinalIgnoreCase)
    {
        [ApiKeyLimits.DefaultQuotaClass] = new() { Burst = 5_000, PerSecond = 1_000 },
        ["high"] = new() { Burst = 50_000, PerSecond = 10_000 },
        ["unlimited"] = new(),
    };

    /// <summary>How many streams of events a client may hold open in each replica; 0 for any number.</summary>
    [Range(0, 1_000_000)]
    public int EventStreams { get; set; } = 5_000;

    /// <summary>Whether all limits can be kept to.</summary>
    public bool AreLimitsValid() => Classes.ContainsKey(ApiKeyLimits.DefaultQuotaClass) && Classes.Values.Concat([Anonymous, RejectedCredentials]).All(limit => limit.IsValid);

    /// <summary>The class of a name, or the default one if it is not configured.</summary>
    public (string Name, QuotaLimit Limit) ClassOf(string? name) =>
        name is not null && Classes.TryGetValue(name, out var limit)
            ? (name, limit)
            : (ApiKeyLimits.DefaultQuotaClass, Classes[ApiKeyLimits.DefaultQuotaClass]);
}
