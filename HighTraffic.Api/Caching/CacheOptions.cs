using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Api.Caching;

/// <summary>
/// How long responses are cached, in seconds, and where: <c>HighTraffic:Cache</c>. Writes evict what they change regardless of these settings.
/// </summary>
internal sealed class CacheOptions
{
    /// <summary>Whether responses are cached. Turn it off to measure the uncached service.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The lifetime of pages of products.</summary>
    [Range(1, 86_400)]
    public int ProductsSeconds { get; set; } = 60;

    /// <summary>The lifetime of a product.</summary>
    [Range(1, 86_400)]
    public int ProductSeconds { get; set; } = 60;

    /// <summary>The lifetime of the category totals.</summary>
    [Range(1, 86_400)]
    public int CategoriesSeconds { get; set; } = 300;

    /// <summary>The lifetime of "not found" responses, capped at the lifetime of found ones.</summary>
    [Range(1, 86_400)]
    public int NotFoundSeconds { get; set; } = 10;

    /// <summary>
    /// How much longer a response is kept, so that it can be served stale while a replica computes the next one, or while the database is
    /// unavailable.
    /// </summary>
    [Range(0, 86_400)]
    public int StaleSeconds { get; set; } = 600;

    /// <summary>The memory for responses in each replica, in MiB. With 0, every hit is read from Redis.</summary>
    [Range(0, 65_536)]
    public int LocalMegabytes { get; set; } = 32;

    /// <summary>Whether compressed bodies are cached too. Off saves memory, but compresses every response as it is sent.</summary>
    public bool StoreCompressed { get; set; } = true;

    /// <summary>
    /// How long shared caches in front, such as Nginx, may keep a response; 0 disables them. Evictions do not reach them, and clients must see
    /// a write within 2 s.
    /// </summary>
    [Range(0, 1)]
    public int SharedSeconds { get; set; } = 1;
}
