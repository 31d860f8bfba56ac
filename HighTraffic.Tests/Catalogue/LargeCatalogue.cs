using HighTraffic.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tests.Catalogue;

/// <summary>
/// A separate database with so many products that the planner has a reason to use an index. The app's test data is so small that the planner
/// would rightly read all of it.
/// </summary>
public sealed class LargeCatalogue(RunningApp app) : SeparateDatabase(app)
{
    public const int Products = 20_000;
    public const int Categories = 20;

    // One word that every product has, and one that only one product has.
    public const string CommonText = "guarantee";
    public const string RareText = "number 77 of";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var database = CreateContext();
        await database.Database.ExecuteSqlAsync($"""
            INSERT INTO products (sku, name, description, category, price_cents, stock, updated_at)
            SELECT 'SKU-' || n, 'Product ' || md5(n::text), 'This is number ' || n || ' of many, made for every day, with a guarantee.',
                'Category ' || n % {Categories}, n, n, now()
            FROM generate_series(1, {Products}) AS n
            """);
        await database.Database.ExecuteSqlAsync($"VACUUM (ANALYZE) products");
    }
}
