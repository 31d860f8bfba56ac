using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Catalogue;

/// <summary>The sums over the categories, which triggers maintain, match the products, and reading them does not read the products.</summary>
[Collection(SharedApp.Name)]
public sealed class CategoryTotalTests(RunningApp app)
{
    private const string Differences = """
        SELECT count(*) FROM
            (SELECT category, count(*) AS products, sum(stock) AS stock, sum(price_cents) AS price FROM products GROUP BY category) AS counted
            FULL JOIN (SELECT category, sum(products) AS products, sum(stock) AS stock, sum(price_cents) AS price
                FROM category_totals GROUP BY category HAVING sum(products) <> 0 OR sum(stock) <> 0 OR sum(price_cents) <> 0) AS kept
            USING (category)
        WHERE (counted.products, counted.stock, counted.price) IS DISTINCT FROM (kept.products, kept.stock, kept.price)
        """;

    [Fact]
    public async Task Every_kind_of_write_keeps_them_and_an_empty_category_is_not_listed()
    {
        using var client = app.Authorized();
        using var created = await client.PostAsJsonAsync("/api/products", Product("Attic"));
        var address = $"/api/products/{(await created.ReadAsync()).GetProperty("id").GetInt64()}";
        Assert.Equal((1, 5, 999), await FindAsync("Attic"));
        Assert.Equal(0, await app.QueryAsync<long>(Differences));

        using var moved = await client.PutAsJsonAsync(address, Product("Cellar"));
        Assert.Equal((1, 5, 999), await FindAsync("Cellar"));
        Assert.Null(await FindAsync("Attic"));
        Assert.Equal(0, await app.QueryAsync<long>(Differences));

        using var deleted = await client.DeleteAsync(address);
        Assert.Null(await FindAsync("Cellar"));
        Assert.Equal(0, await app.QueryAsync<long>(Differences));
    }

    [Fact]
    public async Task Writes_at_once_lose_nothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 64), async (number, cancellationToken) => await app.QueryAsync<long>(
            """
            WITH changed AS (UPDATE products SET stock = stock + 1, price_cents = price_cents + 3
                WHERE id IN (SELECT id FROM products WHERE id % 64 = $1 ORDER BY id LIMIT 40 FOR UPDATE) RETURNING 1)
            SELECT count(*) FROM changed
            """,
            (long)number));
        Assert.Equal(0, await app.QueryAsync<long>(Differences));
    }

    private async Task<(int Products, long Stock, int Price)?> FindAsync(string category)
    {
        using var client = app.Fresh();
        using var response = await client.GetAsync("/api/categories");
        foreach (var one in (await response.ReadAsync()).EnumerateArray().Where(one => one.Text("category") == category))
        {
            return (one.GetProperty("products").GetInt32(), one.GetProperty("stock").GetInt64(), one.GetProperty("averagePriceCents").GetInt32());
        }

        return null;
    }

    private static object Product(string category) =>
        new { sku = "CATEGORY-TOTALS", name = "Thing", description = "Made by a test.", category, priceCents = 999, stock = 5 };
}
