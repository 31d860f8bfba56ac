namespace HighTraffic.Api.Caching;

/// <summary>What the cache did for a request.</summary>
internal enum CacheOutcome
{
    /// <summary>The cache was bypassed: it is disabled, or the request is invalid and will be rejected.</summary>
    Bypass,

    /// <summary>There was no cached response, and this request computed one.</summary>
    Miss,

    /// <summary>There was no cached response, and this request waited for another request to compute it.</summary>
    Collapsed,

    /// <summary>A client with an API key asked for a fresh response, so the cache was not read.</summary>
    Refresh,

    /// <summary>The response was in this replica's memory.</summary>
    LocalHit,

    /// <summary>The response was in Redis.</summary>
    SharedHit,
}
