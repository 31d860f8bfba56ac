using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>What was found in Redis.</summary>
/// <param name="Answer">The answer, if there is one that has not been evicted.</param>
/// <param name="Generations">The marks of the tags; null if Redis could not be reached.</param>
internal readonly record struct SharedLookup(Answer? Answer, RedisValue[]? Generations)
{
    /// <summary>Whether Redis could be reached.</summary>
    public bool IsReachable => Generations is not null;
}
