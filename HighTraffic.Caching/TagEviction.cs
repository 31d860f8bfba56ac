using StackExchange.Redis;

namespace HighTraffic.Caching;

/// <summary>
/// Evicts answers by their tags, and tells all replicas of the API, which hold answers of their own. It costs the same however
/// many answers have a tag: those with an old mark count for nothing, and end with their lifetime.
/// </summary>
/// <param name="generations">The marks of the tags.</param>
/// <param name="redis">Redis.</param>
public sealed class TagEviction(TagGenerations generations, IConnectionMultiplexer redis)
{
    /// <summary>Evicts all answers with one of the tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <returns>When nobody is given one of the answers any more.</returns>
    /// <exception cref="Exception">Redis cannot be reached; <see cref="RedisOutages.IsOutage"/> knows the kinds.</exception>
    public Task EvictAsync(IReadOnlyCollection<string> tags) =>

        // All in one go, and the message last: who hears it finds the new marks.
        Task.WhenAll([.. tags.Select(generations.RenewAsync), redis.GetSubscriber().PublishAsync(EvictionMessages.Channel, EvictionMessages.Write(tags))]);
}
