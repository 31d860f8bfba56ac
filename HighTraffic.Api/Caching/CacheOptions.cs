using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Caching;

/// <summary>How long responses are kept, in seconds, and where: <c>HighTraffic:Cache</c>. Writes evict what they change, whatever is set here.</summary>
internal sealed class CacheOptions
{
    /// <summary>Whether responses are cached; off to measure the work behind the cache.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Pages of products.</summary>
    [Range(1, 86_400)]
    public int ProductsSeconds { get; set; } = 60;

    /// <summary>A product.</summary>
    [Range(1, 86_400)]
    public int ProductSeconds { get; set; } = 60;

    /// <summary>The sums over the categories.</summary>
    [Range(1, 86_400)]
    public int CategoriesSeconds { get; set; } = 300;

    /// <summary>"Not found"; at most as long as a response that was found.</summary>
    [Range(1, 86_400)]
    public int NotFoundSeconds { get; set; } = 10;

    /// <summary>How much longer a response is kept, to be served stale while one replica computes the next, or while none can.</summary>
    [Range(0, 86_400)]
    public int StaleSeconds { get; set; } = 600;

    /// <summary>The memory for responses in each replica, in MiB; 0 for none, so that each hit asks Redis.</summary>
    [Range(0, 65_536)]
    public int LocalMegabytes { get; set; } = 32;

    /// <summary>Whether compressed forms are kept too. Off takes less memory, and compresses each response as it is sent.</summary>
    public bool StoreCompressed { get; set; } = true;

    /// <summary>
    /// Shared caches in front, Nginx for one; 0 for none. No eviction reaches them, and a write has to be seen within 2 s.
    /// </summary>
    [Range(0, 1)]
    public int SharedSeconds { get; set; } = 1;
}
