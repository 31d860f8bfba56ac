namespace HighTraffic.Api.Caching;

/// <summary>The names of the outcomes in headers and metrics.</summary>
internal static class CacheOutcomeNames
{
    /// <summary>The name of an outcome. A hit is named after the level that had it.</summary>
    public static string NameOf(CacheOutcome outcome) => outcome switch
    {
        CacheOutcome.LocalHit => "local",
        CacheOutcome.SharedHit => "redis",
        CacheOutcome.Miss => "miss",
        CacheOutcome.Collapsed => "collapsed",
        CacheOutcome.Refresh => "refresh",
        _ => "bypass",
    };
}
