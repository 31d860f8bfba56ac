namespace HighTraffic.Api.Caching;

/// <summary>What outcomes are called, in headers and in metrics.</summary>
internal static class CacheOutcomeNames
{
    /// <summary>The name of an outcome; of a hit, where it was found.</summary>
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
