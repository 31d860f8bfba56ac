using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>
/// A separate database on the running server, created by the same migrations, with so many products that the planner has a reason to
/// use an index. The app's test data is so small that the planner would rightly read all of it.
/// </summary>
public sealed class LargeCatalogue(RunningApp app) : IAsyncLifetime
{
    public const int Products = 20_000;
    public const int Categories = 20;

    // One word that every product has, and one that only this product has.
    public const string CommonText = "guarantee";
    public const string RareText = "number 77 of";

    private readonly string _name = $"plans_{Guid.NewGuid():N}";
    private string? _connectionString;

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The database has not been created.");

    public async Task InitializeAsync()
    {
        var server = await app.App.GetConnectionStringAsync(ResourceNames.Database);
        _connectionString = new NpgsqlConnectionStringBuilder(server) { Database = _name, MinPoolSize = 0, Pooling = false }.ConnectionString;
        await using var database = CreateContext();
        await database.Database.MigrateAsync();
        await database.Database.ExecuteSqlAsync($"""
            INSERT INTO products (sku, name, description, category, price_cents, stock, updated_at)
            SELECT 'SKU-' || n, 'Product ' || md5(n::text), 'This is number ' || n || ' of many, made for every day, with a guarantee.',
                'Category ' || n % {Categories}, n, n, now()
            FROM generate_series(1, {Products}) AS n
            """);
        await database.Database.ExecuteSqlAsync($"VACUUM (ANALYZE) products");
    }

    public async Task DisposeAsync()
    {
        await using var database = CreateContext();
        await database.Database.EnsureDeletedAsync();
    }

    /// <summary>A context of the database.</summary>
    /// <param name="configure">Adds to its options.</param>
    internal AppDbContext CreateContext(Action<DbContextOptionsBuilder<AppDbContext>>? configure = null)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(ConnectionString);
        configure?.Invoke(options);
        return new AppDbContext(options.Options);
    }
}
