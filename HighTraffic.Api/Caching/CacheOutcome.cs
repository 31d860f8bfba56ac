namespace HighTraffic.Api.Caching;

/// <summary>How the cache took part in answering a request.</summary>
internal enum CacheOutcome
{
    /// <summary>Not at all: it is switched off, or the request is one that will be refused.</summary>
    Bypass,

    /// <summary>It had no answer, and this request computed one.</summary>
    Miss,

    /// <summary>It had no answer, and this request waited for another one's.</summary>
    Collapsed,

    /// <summary>It was not asked, since a holder of the API key wanted a fresh answer.</summary>
    Refresh,

    /// <summary>This replica had the answer.</summary>
    LocalHit,

    /// <summary>Redis had the answer.</summary>
    SharedHit,
}
