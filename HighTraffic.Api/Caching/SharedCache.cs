using HighTraffic.Api.Resilience;
using HighTraffic.Api.Telemetry;
using HighTraffic.Core.Caching;
using Microsoft.AspNetCore.OutputCaching;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// The second level: the responses that all replicas share, in the Redis store of output caching. A response is valid only while its tags have
/// the versions that they had before it was computed. So neither a write during a computation nor a partial eviction leaves a servable stale
/// response behind.
/// </summary>
internal sealed class SharedCache(
    IOutputCacheStore store, TagVersions versions, Evictions evictions, ApiMeter meter, TimeProvider time)
{
    // During a deployment, two builds of the API share Redis, and their responses may differ.
    private static readonly string Build = typeof(SharedCache).Module.ModuleVersionId.ToString("N")[..8];

    private readonly OutageGate _outage = new(time);

    /// <summary>Looks up a response in one round trip.</summary>
    public async Task<SharedLookupResult> FindAsync(PublicRead read)
    {
        if (evictions.AreOwed || !_outage.MayTry())
        {
            return default;
        }

        try
        {
            var current = versions.ReadAsync(read.Tags);
            var stored = FindStoredAsync(Key(read));
            await Task.WhenAll(current, stored);
            _outage.RecordSuccess();
            var answer = await stored is { } bytes ? Read(bytes) : null;
            var now = await current;
            return new SharedLookupResult(answer is not null && answer.TagVersions.AsSpan().SequenceEqual(now) ? answer : null, now);
        }
        catch (Exception exception) when (RedisOutages.IsOutage(exception))
        {
            _outage.RecordFailure();
            return default;
        }
    }

    /// <summary>Stores a response if Redis is reachable.</summary>
    public async Task StoreAsync(PublicRead read, CachedResponse answer)
    {
        var left = answer.CreatedAt + read.FreshFor(answer) + read.StaleFor(answer) - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            // Tag versions evict the entry. The store's own tags would also maintain a set of all entries with a tag.
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

    // A corrupt entry is a miss: the response is computed again and overwrites it.
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
