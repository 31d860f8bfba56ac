using HighTraffic.Api.Resilience;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// One run of the handler behind the cache. It is attached to its request, and the filters around the handler leave the outcome here: a response
/// that can be shared, or a refusal. If there is neither, the handler has written a response for this client only.
/// </summary>
/// <param name="read">The read that is computed.</param>
/// <param name="startedAt">When the computation began.</param>
/// <param name="versions">The versions of the tags before it began; none if the response will not be stored.</param>
internal sealed class Computation(PublicRead read, DateTimeOffset startedAt, RedisValue[] versions)
{
    /// <summary>The read that is computed.</summary>
    public PublicRead Read => read;

    /// <summary>When the computation began.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The versions of the tags before it began.</summary>
    public RedisValue[] TagVersions => versions;

    /// <summary>The response.</summary>
    public CachedResponse? CachedResponse { get; set; }

    /// <summary>Why there is no response, if the request was refused.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>How long the handler took, in milliseconds.</summary>
    public double? Milliseconds { get; set; }
}
