using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Removes an answer that was stored although a write overtook its computation. The write renews the generations of its tags
/// and then evicts; the reader stores and then compares the generations. Whichever of the two comes last sees the other.
/// </summary>
internal sealed class StaleAnswers(TagGenerations generations, IOutputCacheStore store, Evictions evictions)
{
    public async ValueTask RemoveAsync(PublicRead read)
    {
        if (read is not { Generations: { } before } || (await generations.ReadAsync(read.Tags) is { } now && before.AsSpan().SequenceEqual(now)))
        {
            return;
        }

        try
        {
            // Without a new generation: this is no write, and would else make answers look stale that are being computed now.
            await store.EvictByTagAsync(read.Tags[0], CancellationToken.None);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            await evictions.EvictAsync(read.Tags[0]);
        }
    }
}
