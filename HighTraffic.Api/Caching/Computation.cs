using HighTraffic.Api.Resilience;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// One run of the handler behind the cache. It is attached to its request, and what surrounds the handler leaves the outcome here: an answer
/// that can be shared, or a refusal. If it leaves neither, the handler has answered this one client itself.
/// </summary>
/// <param name="read">What is computed.</param>
/// <param name="startedAt">When the computation began.</param>
/// <param name="versions">The versions of the tags before it began; none if the answer will not be stored.</param>
internal sealed class Computation(PublicRead read, DateTimeOffset startedAt, RedisValue[] versions)
{
    /// <summary>What is computed.</summary>
    public PublicRead Read => read;

    /// <summary>When the computation began.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>The versions of the tags before it began.</summary>
    public RedisValue[] TagVersions => versions;

    /// <summary>The answer.</summary>
    public CachedResponse? CachedResponse { get; set; }

    /// <summary>Why there is none.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>What the handler took, in milliseconds.</summary>
    public double? Milliseconds { get; set; }
}
