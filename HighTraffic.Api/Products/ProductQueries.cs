using HighTraffic.Api.Http;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Products;

/// <summary>
/// The queries for products; the frequent ones are compiled. Each kind of page has a query of its own: with optional conditions in a single
/// query, the planner could not choose the right index.
/// </summary>
internal static class ProductQueries
{
    private const string LikeEscape = "\\";

    private static readonly Func<AppDbContext, long, int, IAsyncEnumerable<ProductItem>> All = EF.CompileAsyncQuery(
        (AppDbContext database, long after, int count) => database.Products
            .Where(product => product.Id > after)
            .OrderBy(product => product.Id).Select(ProductItem.FromRow).Take(count));

    private static readonly Func<AppDbContext, string, long, int, IAsyncEnumerable<ProductItem>> OfCategory = EF.CompileAsyncQuery(
        (AppDbContext database, string category, long after, int count) => database.Products
            .Where(product => product.Category == category && product.Id > after)
            .OrderBy(product => product.Id).Select(ProductItem.FromRow).Take(count));

    private static readonly Func<AppDbContext, long, CancellationToken, Task<Product?>> Single = EF.CompileAsyncQuery(
        (AppDbContext database, long id, CancellationToken _) => database.Products.AsNoTracking().SingleOrDefault(product => product.Id == id));

    public static Task<Product?> FindAsync(AppDbContext database, long id, CancellationToken cancellationToken) =>
        Single(database, id, cancellationToken);

    public static async Task<ProductPage> PageAsync(AppDbContext database, ProductPageQuery query, CancellationToken cancellationToken)
    {
        // One extra row tells whether there is a next page.
        var count = query.Size + 1;
        var rows = query switch
        {
            { Category: null, Text: null } => All(database, query.After, count),
            { Category: { } category, Text: null } => OfCategory(database, category, query.After, count),
            { Text: { } text } => WithText(database, query.Category, Pattern(text), query.After, count),
        };

        var items = new List<ProductItem>(count);
        await foreach (var item in rows.WithCancellation(cancellationToken))
        {
            items.Add(item);
        }

        if (items.Count < count)
        {
            return new ProductPage(items, NextCursor: null);
        }

        items.RemoveAt(query.Size);
        return new ProductPage(items, IdCursor.After(items[^1].Id));
    }

    // Not compiled, and with the text inlined as a constant: a parameterized statement would soon be prepared with one generic plan, but the
    // best index depends on how rare the text is. The database folds the case of the text, as it does for the column.
    private static IAsyncEnumerable<ProductItem> WithText(AppDbContext database, string? category, string pattern, long after, int count)
    {
#pragma warning disable CA1304, CA1311 // Translated to SQL.
        var products = database.Products
            .Where(product => EF.Functions.Like(
                EF.Property<string>(product, ProductLimits.SearchText), EF.Constant(pattern).ToUpper().ToLower().Replace("ß", "ss"), LikeEscape));
#pragma warning restore CA1304, CA1311
        return (category is null ? products : products.Where(product => product.Category == category))
            .Where(product => product.Id > after)
            .OrderBy(product => product.Id).Select(ProductItem.FromRow).Take(count).AsAsyncEnumerable();
    }

    internal static string Pattern(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
