using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Catalogue;

[Collection(SharedApp.Name)]
public sealed class RepriceTests(RunningApp app)
{
    [Fact]
    public async Task Each_price_changes_once_and_is_seen_at_once()
    {
        const string Category = "Repriced";
        await Domain.AddAsync(app, Category, count: 1_200, number: 205);
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
        await Domain.AddAsync(app, "Discounted", count: 3, number: 100);
        await client.EndOfAsync(await client.AcceptedAsync("reprice", new { category = "Discounted", percent = -99 }));
        Assert.Equal(3, await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = 'Discounted' AND price_cents = 1"));
        Assert.Equal(before, await app.QueryAsync<long>("SELECT sum(price_cents) FROM products WHERE category = 'Books'"));
    }

    [Fact]
    public async Task A_run_that_was_taken_over_changes_no_price()
    {
        const string Category = "Taken over";
        await Domain.AddAsync(app, Category, count: 10);
        using var client = app.Authorized();
        Guid id;
        await using (var database = await app.OpenDatabaseAsync())
        await using (var transaction = await database.BeginTransactionAsync())
        {
            // While the run waits for the lock on its rows, the test takes the task over as the worker of a next run would.
            await RunningApp.ExecuteAsync(database, "SELECT FROM products WHERE category = $1 FOR UPDATE", Category);
            id = Guid.Parse(await client.AcceptedAsync("reprice", new { category = Category, percent = 100 }));
            await Eventually.GetAsync(() => app.QueryAsync<string>("SELECT status FROM tasks WHERE id = $1", id), status => status == "running");
            await app.ExecuteAsync($"UPDATE tasks SET attempts = attempts + 1, lease_until = now() + interval '1 hour' WHERE id = '{id}'");
        }

        await Eventually.GetAsync(
            () => app.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND query LIKE '%UPDATE products%' AND pid <> pg_backend_pid()"),
            changing => changing == 0);
        Assert.Equal(10, await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = $1 AND price_cents = 1", Category));
        Assert.Equal("running", await app.QueryAsync<string>("SELECT status FROM tasks WHERE id = $1", id));

        // That next run has no worker, so a third run follows and changes each price once.
        await app.ExecuteAsync($"UPDATE tasks SET lease_until = now() WHERE id = '{id}'");
        var task = await client.EndOfAsync(id.ToString());
        Assert.Equal("succeeded", task.Text("status"));
        Assert.Equal(3, task.GetProperty("attempts").GetInt32());
        Assert.Equal(10, await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = $1 AND price_cents = 2", Category));
    }

    private static async Task<int> FirstPriceAsync(HttpClient client, string list)
    {
        using var response = await client.GetAsync(list);
        return (await response.ReadAsync()).GetProperty("items")[0].GetProperty("priceCents").GetInt32();
    }
}
