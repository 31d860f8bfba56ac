using System.Net;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>Which parts of a request do and do not affect the cache.</summary>
[Collection(SharedApp.Name)]
public sealed class CacheKeyTests(RunningApp app)
{
    [Fact]
    public async Task A_doubled_parameter_puts_nothing_wrong_into_a_cache()
    {
        using var client = app.Anonymous();
        using var doubled = await client.GetAsync($"{Domain.Page(43)}&{Domain.PageSize}=44");
        Assert.Equal(HttpStatusCode.BadRequest, doubled.StatusCode);
        using var single = await client.GetAsync(Domain.Page(43));
        Assert.Equal(43, (await single.ReadAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Ten_thousand_searches_stay_within_the_memory_of_redis()
    {
        using var client = app.Anonymous();
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellationToken) =>
        {
            using var response = await client.GetAsync(Domain.Search($"search%20{number:D5}"), cancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        });
        await using var redis = await app.ConnectToRedisAsync();
        var memory = (await redis.GetServers().Single().InfoAsync("memory")).Single().ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal("volatile-lru", memory["maxmemory_policy"]);
        Assert.InRange(long.Parse(memory["used_memory"], System.Globalization.CultureInfo.InvariantCulture), 1, long.Parse(memory["maxmemory"], System.Globalization.CultureInfo.InvariantCulture));
    }
}
