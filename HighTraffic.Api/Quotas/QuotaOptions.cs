using System.ComponentModel.DataAnnotations;
using HighTraffic.Data.Keys;

namespace HighTraffic.Api.Quotas;

/// <summary>How many uncached requests a client may make: <c>HighTraffic:Quotas</c>. Cached responses never count.</summary>
internal sealed class QuotaOptions
{
    /// <summary>Whether quotas are enforced.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The quota of each address for requests without credentials. Many users may share an address.</summary>
    public QuotaLimit Anonymous { get; set; } = new() { Burst = 5_000, PerSecond = 1_000 };

    /// <summary>The quota of each address for requests with an invalid key or token.</summary>
    public QuotaLimit RejectedCredentials { get; set; } = new() { Burst = 100, PerSecond = 10 };

    /// <summary>The quotas of clients with a key or a token, by class.</summary>
    public Dictionary<string, QuotaLimit> Classes { get; set; } = new(StringComparer.OrdinalIgnoreCase)
    {
        [ApiKeyLimits.DefaultQuotaClass] = new() { Burst = 5_000, PerSecond = 1_000 },
        ["high"] = new() { Burst = 50_000, PerSecond = 10_000 },
        ["unlimited"] = new(),
    };

    /// <summary>How many event streams a client may hold open in each replica; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int EventStreams { get; set; } = 5_000;

    /// <summary>Whether all limits are valid.</summary>
    public bool AreLimitsValid() => Classes.ContainsKey(ApiKeyLimits.DefaultQuotaClass) && Classes.Values.Concat([Anonymous, RejectedCredentials]).All(limit => limit.IsValid);

    /// <summary>The class with a name, or the default class if it is not configured.</summary>
    public (string Name, QuotaLimit Limit) ClassOf(string? name) =>
        name is not null && Classes.TryGetValue(name, out var limit)
            ? (name, limit)
            : (ApiKeyLimits.DefaultQuotaClass, Classes[ApiKeyLimits.DefaultQuotaClass]);
}
