namespace HighTraffic.Data.Products;

/// <summary>
/// A part of a category's totals. Triggers on the products maintain them (see the initial migration), so that reading the totals does not read
/// all products. A category has several parts, so that concurrent transactions that change its products rarely wait for each other.
/// </summary>
public sealed class CategoryTotal
{
    /// <summary>The name of the category.</summary>
    public required string Category { get; init; }

    /// <summary>Which part this is.</summary>
    public required short Part { get; init; }

    /// <summary>The number of products added minus the number removed. It is negative in a part with more removals.</summary>
    public required long Products { get; init; }

    /// <summary>The sum of their pieces in stock.</summary>
    public required long Stock { get; init; }

    /// <summary>The sum of their prices in cents.</summary>
    public required long PriceCents { get; init; }
}
