using System.Diagnostics;
using System.Diagnostics.Metrics;
using HighTraffic.ServiceDefaults;
using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>
/// Evicts responses by their tags, and tells all replicas of the API, which hold responses of their own. The cost does not depend on the number
/// of responses: those with an old version are ignored until they expire.
/// </summary>
public sealed class TagEviction
{
    // With more tags than this, the spans of the commands would bury the trace; the one span says enough.
    private const int FewTags = 10;
    private static readonly ActivitySource Source = new(TelemetryNames.App);

    private readonly TagVersions _versions;
    private readonly IConnectionMultiplexer _redis;
    private readonly Counter<long> _evictions;

    /// <summary>Creates it.</summary>
    /// <param name="versions">The versions of the tags.</param>
    /// <param name="redis">Redis.</param>
    /// <param name="meters">Creates the counter of evictions.</param>
    public TagEviction(TagVersions versions, IConnectionMultiplexer redis, IMeterFactory meters)
    {
        (_versions, _redis) = (versions, redis);
        _evictions = meters.Create(TelemetryNames.App).CreateCounter<long>(
            "hightraffic.cache.evictions", "{eviction}", "Evictions of what a write changed, by tag. Those that failed have an error type.");
    }

    /// <summary>Evicts all responses with any of the tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>A task that completes once none of these responses is served any more.</returns>
    /// <exception cref="Exception">Redis is unreachable; <see cref="RedisOutages.IsOutage"/> recognizes the exceptions.</exception>
    public async Task EvictAsync(IReadOnlyCollection<string> tags)
    {
        // A retried eviction belongs to no request, and a span for every retry would be noise.
        using var span = Activity.Current is null ? null : Source.StartActivity("evict");
        span?.SetTag(TelemetryNames.CacheTags, tags.Count);
        if (tags.Count > FewTags)
        {
            Activity.Current = null;
        }

        try
        {
            // Pipeline all commands with the message last, so that its receivers find the new versions.
            await Task.WhenAll([.. tags.Select(_versions.RenewAsync), _redis.GetSubscriber().PublishAsync(EvictionMessages.Channel, EvictionMessages.Write(tags))]);
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.Message);
            Count(tags, exception.GetType().FullName);
            throw;
        }

        Count(tags, errorType: null);
    }

    private void Count(IEnumerable<string> tags, string? errorType)
    {
        foreach (var tag in tags)
        {
            var kind = KeyValuePair.Create<string, object?>(TelemetryNames.CacheTag, CacheTags.KindOf(tag));
            if (errorType is null)
            {
                _evictions.Add(1, kind);
            }
            else
            {
                _evictions.Add(1, kind, new(TelemetryNames.ErrorType, errorType));
            }
        }
    }
}
