using HighTraffic.Api.Products;
using HighTraffic.Bench.Systems;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace HighTraffic.Bench.Techniques;

/// <summary>A page of the catalogue, read as the API reads it or with Npgsql alone.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
/// <param name="plain">Whether to use Npgsql alone.</param>
internal sealed class PageVariant(string name, SystemSettings settings, bool plain) : LoopVariant(name, settings)
{
    private const int Size = 50;
    private const string Sql =
        "SELECT id, sku, name, description, category, price_cents, stock, updated_at FROM products WHERE id > $1 ORDER BY id LIMIT $2";

    private NpgsqlDataSource? _source;
    private PooledDbContextFactory<AppDbContext>? _contexts;

    /// <inheritdoc/>
    public override Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        _source = Own(NpgsqlDataSource.Create($"{system.ConnectionString};{Pool}"));
        _contexts = new PooledDbContextFactory<AppDbContext>(
            new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(_source).Options);
        return OperateAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        var after = Random.Shared.NextInt64(Settings.Products - Size);
        var items = plain ? await ReadAsync(after, cancellationToken) : await QueryAsync(after, cancellationToken);
        if (items.Count != Size)
        {
            throw new BenchException($"The page after {after} has {items.Count} products and not {Size}.");
        }
    }

    private async Task<IReadOnlyList<ProductItem>> QueryAsync(long after, CancellationToken cancellationToken)
    {
        await using var database = await _contexts!.CreateDbContextAsync(cancellationToken);
        return (await ProductQueries.PageAsync(database, new ProductPageQuery(Category: null, Text: null, Size, after), cancellationToken)).Items;
    }

    private async Task<IReadOnlyList<ProductItem>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        await using var command = _source!.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Size + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<ProductItem>(Size + 1);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new ProductItem(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5), reader.GetInt32(6),
                reader.GetFieldValue<DateTimeOffset>(7)));
        }

        items.RemoveAt(Size);
        return items;
    }
}
