namespace HighTraffic.Data.Products;

/// <summary>An article of the catalogue.</summary>
public sealed class Product
{
    /// <summary>The key, from 1; pages are read in its order.</summary>
    public long Id { get; set; }

    /// <summary>The stock-keeping unit, unique.</summary>
    public required string Sku { get; set; }

    /// <summary>What the article is called.</summary>
    public required string Name { get; set; }

    /// <summary>What the article is, in about 120 characters.</summary>
    public required string Description { get; set; }

    /// <summary>One of the catalogue's categories.</summary>
    public required string Category { get; set; }

    /// <summary>The price in cents.</summary>
    public int PriceCents { get; set; }

    /// <summary>Pieces in stock.</summary>
    public int Stock { get; set; }

    /// <summary>When the row was last written, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>PostgreSQL's <c>xmin</c>: changes with each write, so a lost update is noticed.</summary>
    public uint Version { get; set; }
}
