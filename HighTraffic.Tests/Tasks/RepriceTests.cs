using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Tasks;

[Collection(SharedApp.Name)]
public sealed class RepriceTests(RunningApp app)
{
    [Fact]
    public async Task Each_price_changes_once_and_is_seen_at_once()
    {
        const string Category = "Repriced";
        await app.AddProductsAsync(Category, count: 1_200, priceCents: 205);
        using var client = app.Authorized();
        var list = $"/api/products?category={Category}&pageSize=10";
        Assert.Equal(205, await FirstPriceAsync(client, list));

        var task = await client.EndOfAsync(await client.AcceptedAsync("reprice", new { category = Category, percent = 10 }));
        Assert.Equal("succeeded", task.Text("status"));
        Assert.Equal(1_200, await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = $1 AND price_cents = 226", Category));
        await Eventually.GetAsync(() => FirstPriceAsync(client, list), price => price == 226, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Other_categories_keep_their_prices()
    {
        using var client = app.Authorized();
        var before = await app.QueryAsync<long>("SELECT sum(price_cents) FROM products WHERE category = 'Books'");
        await app.AddProductsAsync("Discounted", count: 3, priceCents: 100);
        await client.EndOfAsync(await client.AcceptedAsync("reprice", new { category = "Discounted", percent = -99 }));
        Assert.Equal(3, await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = 'Discounted' AND price_cents = 1"));
        Assert.Equal(before, await app.QueryAsync<long>("SELECT sum(price_cents) FROM products WHERE category = 'Books'"));
    }

    private static async Task<int> FirstPriceAsync(HttpClient client, string list)
    {
        using var response = await client.GetAsync(list);
        return (await response.ReadAsync()).GetProperty("items")[0].GetProperty("priceCents").GetInt32();
    }
}
