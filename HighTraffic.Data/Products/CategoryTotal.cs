namespace HighTraffic.Data.Products;

/// <summary>
/// A part of the sums over the products of a category. Triggers on the products keep them (the initial migration), so that nobody has to read all
/// products. A category has several parts, so that transactions that change its products at once seldom wait for each other.
/// </summary>
public sealed class CategoryTotal
{
    /// <summary>The name of the category.</summary>
    public required string Category { get; init; }

    /// <summary>Which part this is.</summary>
    public required short Part { get; init; }

    /// <summary>How many products were added less those that were removed. Negative in a part that saw more of those.</summary>
    public required long Products { get; init; }

    /// <summary>The sum of their pieces in stock.</summary>
    public required long Stock { get; init; }

    /// <summary>The sum of their prices in cents.</summary>
    public required long PriceCents { get; init; }
}
