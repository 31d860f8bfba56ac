using HighTraffic.Bench.Systems;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace HighTraffic.Bench.Techniques;

/// <summary>A product by id through Entity Framework, with and without pooled contexts and compiled queries.</summary>
internal sealed class ContextVariant(string name, SystemSettings settings, bool pooled, bool compiled) : LoopVariant(name, settings)
{
    private static readonly Func<AppDbContext, long, Task<Product?>> Compiled = EF.CompileAsyncQuery(
        (AppDbContext database, long id) => database.Products.AsNoTracking().FirstOrDefault(product => product.Id == id));

    private IDbContextFactory<AppDbContext>? _contexts;

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        var source = Own(NpgsqlDataSource.Create($"{system.ConnectionString};{Pool}"));
        var options = new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(source).Options;
        _contexts = pooled ? new PooledDbContextFactory<AppDbContext>(options) : new ContextFactory(options);
        await OperateAsync(system, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        var id = Random.Shared.NextInt64(1, Settings.Products + 1);
        await using var database = await _contexts!.CreateDbContextAsync(cancellationToken);
        var product = compiled
            ? await Compiled(database, id)
            : await database.Products.AsNoTracking().FirstOrDefaultAsync(product => product.Id == id, cancellationToken);
        if (product?.Id != id)
        {
            throw new BenchException($"There is no product {id}.");
        }
    }

    private sealed class ContextFactory(DbContextOptions<AppDbContext> options) : IDbContextFactory<AppDbContext>
    {
        public AppDbContext CreateDbContext() => new(options);
    }
}
