namespace HighTraffic.Api.Products;

/// <summary>A page of products.</summary>
/// <param name="Items">The products, by id.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
internal sealed record ProductPage(IReadOnlyList<ProductItem> Items, string? NextCursor);
