namespace HighTraffic.Api.Quotas;

/// <summary>A token bucket: each uncached request takes a token.</summary>
internal sealed class QuotaLimit
{
    private const int Most = 1_000_000;

    /// <summary>How many tokens a full bucket holds; 0 for no limit.</summary>
    public int Burst { get; set; }

    /// <summary>How many tokens are added each second; 0 for no limit.</summary>
    public double PerSecond { get; set; }

    /// <summary>Whether the figures are valid: both are 0, for no limit, or both are positive and in range.</summary>
    public bool IsValid => Burst is >= 0 and <= Most && PerSecond is 0 or (>= 0.001 and <= Most) && (Burst == 0) == (PerSecond == 0);

    /// <summary>Whether there is a limit.</summary>
    public bool IsLimited => Burst > 0;

    /// <summary>How long it takes to add a token.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(1 / PerSecond);

    /// <summary>How long it takes to fill an empty bucket.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Burst / PerSecond);
}
