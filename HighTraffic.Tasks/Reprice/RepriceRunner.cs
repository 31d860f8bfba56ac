using HighTraffic.Core.Caching;
using HighTraffic.Core.Tasks;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tasks.Reprice;

/// <summary>
/// Changes the prices of a category in batches, so that no lock is held for long. Each batch is committed together with its checkpoint, so each
/// price changes exactly once. Then the cached responses with these prices are evicted, if necessary by the next run.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="eviction">Evicts cached responses. While Redis is down, the run fails and is retried for several minutes.</param>
[TaskType("reprice", MaxFailures = 8)]
internal sealed class RepriceRunner(AppDbContext database, TagEviction eviction) : TaskRunner<RepriceParameters>
{
    private const int BatchSize = 500;

    /// <inheritdoc/>
    protected override async Task<TaskResult?> RunAsync(RepriceParameters parameters, TaskContext context, CancellationToken cancellationToken)
    {
        var products = database.Products.Where(product => product.Category == parameters.Category);
        var at = context.Checkpoint<RepriceCheckpoint>()
            ?? new RepriceCheckpoint(0, 0, await products.MaxAsync(product => (long?)product.Id, cancellationToken) ?? 0);
        while (true)
        {
            await EvictAsync(products, at, cancellationToken);
            context.ReportProgress(at.To, at.End);
            if (at.To >= at.End)
            {
                return null;
            }

            var last = at;
            at = await context.StepAsync(database, cancellation => ChangeAsync(parameters, last, cancellation), cancellationToken);
        }
    }

    private async Task<RepriceCheckpoint> ChangeAsync(RepriceParameters parameters, RepriceCheckpoint last, CancellationToken cancellationToken)
    {
        var changed = await database.Database.SqlQuery<long>(
            $"""
            WITH batch AS (
                SELECT id FROM products
                WHERE category = {parameters.Category} AND id > {last.To} AND id <= {last.End}
                ORDER BY id LIMIT {BatchSize} FOR UPDATE)
            UPDATE products
            SET price_cents = least(round(price_cents * (1 + {parameters.Percent} / 100.0)), {int.MaxValue})::int, updated_at = now()
            FROM batch WHERE products.id = batch.id
            RETURNING products.id AS "Value"
            """).ToListAsync(cancellationToken);
        return changed.Count < BatchSize
            ? last with { From = last.To, To = last.End }
            : last with { From = last.To, To = changed.Max() };
    }

    private async Task EvictAsync(IQueryable<Product> products, RepriceCheckpoint at, CancellationToken cancellationToken)
    {
        var changed = await products.Where(product => product.Id > at.From && product.Id <= at.To)
            .Select(product => product.Id).ToListAsync(cancellationToken);
        if (changed.Count > 0)
        {
            await eviction.EvictAsync([.. changed.Select(CacheTags.Product), CacheTags.Products, CacheTags.Categories]);
        }
    }
}
