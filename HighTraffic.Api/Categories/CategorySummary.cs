namespace HighTraffic.Api.Categories;

/// <summary>The sums over the products of a category.</summary>
/// <param name="Category">The name of the category.</param>
/// <param name="Products">How many products it has.</param>
/// <param name="Stock">Their pieces in stock together.</param>
/// <param name="AveragePriceCents">Their average price in cents, rounded to whole ones.</param>
internal sealed record CategorySummary(string Category, int Products, long Stock, int AveragePriceCents);
