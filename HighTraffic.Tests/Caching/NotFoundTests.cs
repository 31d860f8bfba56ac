using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Caching;

/// <summary>"Not found" is cached like any other response, and creating the item evicts it.</summary>
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
    public async Task Ends_when_the_item_is_created()
    {
        using var client = app.Authorized();
        using var replica = app.Client(1);
        var id = await CreateAsync(client) + 1;
        await NotFoundAsync(replica, id);
        await NotFoundAsync(client, id);
        Assert.Equal(id, await CreateAsync(client));
        await Eventually.GetAsync(
            async () =>
            {
                using var response = await client.GetAsync(Domain.Item(id));
                return response.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            TimeSpan.FromSeconds(5));
    }

    private static async Task<string> NotFoundAsync(HttpClient client, long id)
    {
        using var response = await client.GetAsync(Domain.Item(id));
        await response.AssertProblemAsync(HttpStatusCode.NotFound);
        return response.CacheStatus();
    }

    private static async Task<long> CreateAsync(HttpClient client)
    {
        using var created = await client.PostAsJsonAsync(Domain.Collection, Domain.Body());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return (await created.ReadAsync()).GetProperty("id").GetInt64();
    }
}
