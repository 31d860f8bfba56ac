using System.Linq.Expressions;
using HighTraffic.Data.Products;

namespace HighTraffic.Api.Products;

/// <summary>A product of the catalogue.</summary>
/// <param name="Id">The key, from 1.</param>
/// <param name="Sku">The stock-keeping unit, unique.</param>
/// <param name="Name">The name of the product.</param>
/// <param name="Description">The description of the product.</param>
/// <param name="Category">One of the catalogue's categories.</param>
/// <param name="PriceCents">The price in cents.</param>
/// <param name="Stock">Pieces in stock.</param>
/// <param name="UpdatedAt">When it was last changed, in UTC.</param>
internal sealed record ProductItem(
    long Id, string Sku, string Name, string Description, string Category, int PriceCents, int Stock, DateTimeOffset UpdatedAt)
{
    /// <summary>Maps a row, for use in queries.</summary>
    public static readonly Expression<Func<Product, ProductItem>> FromRow = product => new ProductItem(
        product.Id, product.Sku, product.Name, product.Description, product.Category, product.PriceCents, product.Stock, product.UpdatedAt);

    public static ProductItem From(Product product) => new(
        product.Id, product.Sku, product.Name, product.Description, product.Category, product.PriceCents, product.Stock, product.UpdatedAt);
}
