using System.Data;
using System.Runtime.CompilerServices;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>Streams products from PostgreSQL.</summary>
internal static class ProductStream
{
    /// <summary>
    /// Reads the products by id, one row at a time, in one statement and therefore in one snapshot. The query runs as a plain command, because
    /// with a retrying execution strategy Entity Framework buffers all rows before it returns the first.
    /// </summary>
    /// <param name="database">The database. Its connection stays in use until the end.</param>
    /// <param name="products">The products to read.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The products.</returns>
    public static async IAsyncEnumerable<ExportedProduct> StreamAsync(
        this AppDbContext database, IQueryable<Product> products, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = products
                .OrderBy(product => product.Id)
                .Select(product => new
                {
                    product.Id,
                    product.Sku,
                    product.Name,
                    product.Description,
                    product.Category,
                    product.PriceCents,
                    product.Stock,
                    product.UpdatedAt,
                })
                .CreateDbCommand();
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                yield return new ExportedProduct(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    reader.GetInt32(5),
                    reader.GetInt32(6),
                    await reader.GetFieldValueAsync<DateTimeOffset>(7, cancellationToken));
            }
        }
        finally
        {
            await database.Database.CloseConnectionAsync();
        }
    }
}
