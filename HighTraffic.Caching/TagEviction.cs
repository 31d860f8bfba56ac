using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Caching;

/// <summary>Evicts answers by their tags from Redis, and tells all replicas of the API, which hold answers of their own.</summary>
/// <param name="store">The output cache in Redis.</param>
/// <param name="generations">The marks of the tags.</param>
/// <param name="redis">Redis.</param>
public sealed class TagEviction(IOutputCacheStore store, TagGenerations generations, IConnectionMultiplexer redis)
{
    /// <summary>Evicts all answers with one of the tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>When nobody is given one of the answers any more.</returns>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
    public async Task EvictAsync(IReadOnlyCollection<string> tags)
    {
        await Task.WhenAll(tags.Select(tag => store.EvictByTagAsync(tag, CancellationToken.None).AsTask()));

        // After the deletion, so that it does not hit answers that are computed from now on; those that were computed before,
        // and are stored after it, have the old mark. And before the message: who hears it finds the new one.
        await Task.WhenAll([.. tags.Select(generations.RenewAsync), redis.GetSubscriber().PublishAsync(EvictionMessages.Channel, EvictionMessages.Write(tags))]);
    }
}
