using HighTraffic.Api.Http;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Products;

/// <summary>
/// The reads of products, those that are asked for all the time compiled once. Each kind of page is a query of its own: one for all of them, with conditions that
/// may be off, would leave the planner guessing which index to take.
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
        // One more than asked for tells whether there is a next page.
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

    // Not compiled, and with the text in the statement itself: a statement for all texts would soon be prepared with one plan
    // for all of them, and which index is the right one depends on how rare the text is. Its case is folded by the database, as the column's is.
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
