namespace HighTraffic.Api.Categories;

/// <summary>The totals of a category's products.</summary>
/// <param name="Category">The name of the category.</param>
/// <param name="Products">The number of products.</param>
/// <param name="Stock">The total number of pieces in stock.</param>
/// <param name="AveragePriceCents">The average price, rounded to whole cents.</param>
internal sealed record CategorySummary(string Category, int Products, long Stock, int AveragePriceCents);
