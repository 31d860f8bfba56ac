using HighTraffic.Api.Telemetry;
using HighTraffic.Core.Caching;
using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// The second level: the answers that all replicas share, in the store of Redis output caching. An answer counts only while
/// the versions of its tags are what they were before it was computed: a write that overtakes a computation, or an eviction that
/// was only half done, thus leaves nothing behind that could be served.
/// </summary>
internal sealed class SharedCache(
    IOutputCacheStore store, TagVersions versions, Evictions evictions, SharedOutage outage, ApiMeter meter, TimeProvider time)
{
    // Builds of the API may shape answers differently, and during an update two of them share the cache.
    private static readonly string Build = typeof(SharedCache).Module.ModuleVersionId.ToString("N")[..8];

    /// <summary>Looks an answer up, in one round trip.</summary>
    public async Task<SharedLookupResult> FindAsync(PublicRead read)
    {
        if (evictions.AreOwed || !outage.MayTry())
        {
            return default;
        }

        try
        {
            var current = versions.ReadAsync(read.Tags);
            var stored = FindStoredAsync(Key(read));
            await Task.WhenAll(current, stored);
            outage.RecordSuccess();
            var answer = await stored is { } bytes ? Read(bytes) : null;
            var now = await current;
            return new SharedLookupResult(answer is not null && answer.TagVersions.AsSpan().SequenceEqual(now) ? answer : null, now);
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            outage.RecordFailure();
            return default;
        }
    }

    /// <summary>Stores an answer, if Redis can be reached.</summary>
    public async Task StoreAsync(PublicRead read, CachedResponse answer)
    {
        var left = answer.CreatedAt + read.FreshFor(answer) + read.StaleFor(answer) - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            // Without the store's own tags: the versions evict it, and need no set of all answers with a tag.
            await store.SetAsync(Key(read), CachedResponseFormat.Write(answer), tags: null, left, CancellationToken.None);
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            // The next request computes it again.
        }
    }

    private async Task<byte[]?> FindStoredAsync(string key)
    {
        try
        {
            return await store.GetAsync(key, CancellationToken.None);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            meter.BrokenEntry();
            return null;
        }
    }

    // An entry that cannot be read is a miss: it is computed anew and overwritten.
    private CachedResponse? Read(byte[] bytes)
    {
        var answer = CachedResponseFormat.Read(bytes);
        if (answer is null)
        {
            meter.BrokenEntry();
        }

        return answer;
    }

    private static string Key(PublicRead read) => $"{Build} {read.Key}";
}
