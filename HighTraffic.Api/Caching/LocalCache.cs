using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>The first level: a bounded cache in this replica's memory, so that a hot response needs no network.</summary>
internal sealed class LocalCache(IOptions<CacheOptions> options, LocalTagVersions localVersions, TimeProvider time) : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    // Bytes per entry for strings, header values and the cache's own bookkeeping.
    private const long Overhead = 1024;

    private readonly MemoryCache? _answers = options.Value is { Enabled: true, LocalMegabytes: > 0 and var megabytes }
        ? new MemoryCache(new MemoryCacheOptions { SizeLimit = megabytes * Megabyte, CompactionPercentage = 0.1 })
        : null;

    /// <summary>The current entry, or null.</summary>
    public CacheEntry? Find(string key) => FindAny(key) is { } held && held.IsCurrent(time.GetUtcNow()) ? held : null;

    /// <summary>The entry, however old, unless it has been evicted; or null.</summary>
    public CacheEntry? FindAny(string key) =>
        _answers is not null && _answers.TryGetValue(key, out CacheEntry? held) && !held!.IsEvicted(localVersions) ? held : null;

    public void Keep(string key, CacheEntry held) => _answers?.Set(key, held, new MemoryCacheEntryOptions
    {
        Size = held.CachedResponse.Size + Overhead,
        AbsoluteExpiration = held.FreshUntil + TimeSpan.FromSeconds(options.Value.StaleSeconds),

        // A flood of unknown ids must not evict hot responses.
        Priority = held.CachedResponse.IsNotFound ? CacheItemPriority.Low : CacheItemPriority.Normal,
    });

    public void Dispose() => _answers?.Dispose();
}
