using BenchmarkDotNet.Attributes;
using HighTraffic.Api.Caching;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Hosting;
using HighTraffic.Api.Products;
using HighTraffic.Core.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Bench.Micro;

/// <summary>The API's own code that serves every cached response, piece by piece.</summary>
[MemoryDiagnoser]
public class HotPieces : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DefaultHttpContext _request = new();
    private readonly StringValues _acceptEncoding = "gzip, deflate, br;q=0.9, zstd;q=0.1";
    private readonly MemoryStream _json = new(64 * 1024);
    private readonly LocalTagVersions _versions = new();
    private readonly FigureCounters _figures = new();
    private readonly LocalCache _cache;
    private readonly ProductPage _page = new(
        [.. Enumerable.Range(1, 50).Select(id => new ProductItem(id, $"SKU-{id:000000}", $"Kettle of Cork {id}", new string('x', 120), "Kitchen", 2_999, 5, Now))], "AQAAAAAAAAAy");

    private string _key = "";

    /// <summary>Fills the cache.</summary>
    public HotPieces() => _cache = new LocalCache(Options.Create(new CacheOptions()), _versions, new StoppedTime());

    /// <summary>Creates the request and the response.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _request.Request.QueryString = new QueryString("?utm_source=x&pageSize=50&category=Kitchen");
        _key = Key();
        string[] tags = [CacheTags.Products, CacheTags.All];
        var answer = new CachedResponse("\"t\"", Now, [], System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(_page, JsonContext.Default.ProductPage));
        var slots = _versions.SlotsOf(tags);
        _cache.Keep(_key, new CacheEntry(answer, Now, TimeSpan.FromMinutes(1), slots, _versions.Sum(slots)));
    }

    /// <summary>Computes the cache key from the query of a request.</summary>
    [Benchmark]
    public string Key() => PublicRead.KeyOf(CacheProfiles.Products, CacheProfiles.Products.Variant(_request.Request)!);

    /// <summary>Chooses the coding by the client's weights (RFC 9110, 12.5.3).</summary>
    [Benchmark]
    public object Negotiation() => ContentCoding.Negotiate(_acceptEncoding);

    /// <summary>Finds a response in the replica's memory.</summary>
    [Benchmark]
    public object LookUp() => _cache.Find(_key) ?? throw new InvalidOperationException("The response is not there.");

    /// <summary>Counts a response for the figures of the system.</summary>
    [Benchmark]
    public void Count()
    {
        _figures.Read(CacheOutcome.LocalHit);
        _figures.Request(TimeSpan.FromTicks(1_234));
    }

    /// <summary>Writes a page of 50 products.</summary>
    [Benchmark]
    public long Json()
    {
        _json.Position = 0;
        System.Text.Json.JsonSerializer.Serialize(_json, _page, JsonContext.Default.ProductPage);
        return _json.Position;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        _json.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
