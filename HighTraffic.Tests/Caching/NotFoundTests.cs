using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Caching;

/// <summary>"Not found" is cached like any answer, and a creation evicts it.</summary>
[Collection(SharedApp.Name)]
public sealed class NotFoundTests(RunningApp app)
{
    [Fact]
    public async Task Is_computed_once_and_shared_by_the_replicas()
    {
        using var first = app.Client(1);
        using var second = app.Client(2);
        Assert.Contains("fwd=miss; stored", await NotFoundAsync(first, 900_000_001), StringComparison.Ordinal);
        Assert.Contains("; hit", await NotFoundAsync(second, 900_000_001), StringComparison.Ordinal);
        Assert.Contains("; hit", await NotFoundAsync(first, 900_000_001), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_when_the_product_is_created()
    {
        using var client = app.Authorized();
        using var replica = app.Client(1);
        var id = await CreateAsync(client, "NOT-FOUND-1") + 1;
        await NotFoundAsync(replica, id);
        await NotFoundAsync(client, id);
        Assert.Equal(id, await CreateAsync(client, "NOT-FOUND-2"));
        await Eventually.GetAsync(
            async () =>
            {
                using var response = await client.GetAsync($"/api/products/{id}");
                return response.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            TimeSpan.FromSeconds(5));
    }

    private static async Task<string> NotFoundAsync(HttpClient client, long id)
    {
        using var response = await client.GetAsync($"/api/products/{id}");
        await response.AssertProblemAsync(HttpStatusCode.NotFound);
        return response.CacheStatus();
    }

    private static async Task<long> CreateAsync(HttpClient client, string sku)
    {
        using var created = await client.PostAsJsonAsync(
            "/api/products", new { sku, name = "New", description = "Made by a test.", category = "Toys", priceCents = 1, stock = 1 });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return (await created.ReadAsync()).GetProperty("id").GetInt64();
    }
}
