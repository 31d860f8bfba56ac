using System.Net;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>What a client can and cannot do to the cache by what it puts into a request.</summary>
[Collection(SharedApp.Name)]
public sealed class CacheKeyTests(RunningApp app)
{
    [Theory]
    [InlineData("/api/products?pageSize=41&category=Audio&q=case")]
    [InlineData("/api/products?q=case&category=Audio&pageSize=41")]
    [InlineData("/api/products?q=CASE&category=Audio&pageSize=41&utm_source=x&_=1")]
    [InlineData("/API/Products/?PAGESIZE=41&Category=Audio&Q=Case")]
    [InlineData("/api/products?pageSize=041&category=%20Audio&q=c%61se")]
    public async Task Requests_for_the_same_share_one_answer(string path)
    {
        using var client = app.Client(1);
        await Eventually.GetAsync(() => client.StatusAsync("/api/products?category=Audio&q=case&pageSize=41"), status => status.Contains("; hit", StringComparison.Ordinal));
        Assert.Contains("; hit", await client.StatusAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/products?pageSize=42&category=Audio", "/api/products?pageSize=42&category=Toys")]
    [InlineData("/api/products?pageSize=42&q=case", "/api/products?pageSize=42&category=case")]
    [InlineData("/api/products?pageSize=42&category=Audio%26q%3Dfor", "/api/products?pageSize=42&category=Audio&q=for")]
    public async Task Requests_for_something_else_do_not(string path, string other)
    {
        using var client = app.Anonymous();
        using var first = await client.GetAsync(path);
        using var second = await client.GetAsync(other);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_doubled_parameter_puts_nothing_wrong_into_a_cache()
    {
        using var client = app.Anonymous();
        using var doubled = await client.GetAsync("/api/products?pageSize=43&pageSize=44");
        Assert.Equal(HttpStatusCode.BadRequest, doubled.StatusCode);
        using var single = await client.GetAsync("/api/products?pageSize=43");
        Assert.Equal(43, (await single.ReadAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Ten_thousand_searches_stay_within_the_memory_of_redis()
    {
        using var client = app.Anonymous();
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellationToken) =>
        {
            using var response = await client.GetAsync($"/api/products?q=search%20{number:D5}", cancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        });
        await using var redis = await app.ConnectToRedisAsync();
        var memory = (await redis.GetServers().Single().InfoAsync("memory")).Single().ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal("volatile-lru", memory["maxmemory_policy"]);
        Assert.InRange(long.Parse(memory["used_memory"], System.Globalization.CultureInfo.InvariantCulture), 1, long.Parse(memory["maxmemory"], System.Globalization.CultureInfo.InvariantCulture));
    }
}
