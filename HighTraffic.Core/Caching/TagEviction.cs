using System.Diagnostics;
using System.Diagnostics.Metrics;
using HighTraffic.ServiceDefaults;
using StackExchange.Redis;

namespace HighTraffic.Core.Caching;

/// <summary>
/// Evicts answers by their tags, and tells all replicas of the API, which hold answers of their own. It costs the same however
/// many answers have a tag: those with an old version count for nothing, and end with their lifetime.
/// </summary>
public sealed class TagEviction
{
    // The commands of more tags than this would bury the trace: the one span tells as much.
    private const int FewTags = 10;
    private static readonly ActivitySource Source = new(TelemetryNames.App);

    private readonly TagVersions _versions;
    private readonly IConnectionMultiplexer _redis;
    private readonly Counter<long> _evictions;

    /// <summary>Creates it.</summary>
    /// <param name="versions">The versions of the tags.</param>
    /// <param name="redis">Redis.</param>
    /// <param name="meters">Where evictions are counted.</param>
    public TagEviction(TagVersions versions, IConnectionMultiplexer redis, IMeterFactory meters)
    {
        (_versions, _redis) = (versions, redis);
        _evictions = meters.Create(TelemetryNames.App).CreateCounter<long>(
            "hightraffic.cache.evictions", "{eviction}", "Evictions of what a write changed, by tag; those that Redis did not take have an error type.");
    }

    /// <summary>Evicts all answers with one of the tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>When nobody is given one of the answers any more.</returns>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
    public async Task EvictAsync(IReadOnlyCollection<string> tags)
    {
        // What is made up for belongs to no request any more, and is tried again and again.
        using var span = Activity.Current is null ? null : Source.StartActivity("evict");
        span?.SetTag(TelemetryNames.CacheTags, tags.Count);
        if (tags.Count > FewTags)
        {
            Activity.Current = null;
        }

        try
        {
            // All in one go, and the message last: who hears it finds the new versions.
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
