namespace HighTraffic.Data.Products;

/// <summary>A product of the catalogue.</summary>
public sealed class Product
{
    /// <summary>The primary key, from 1. Pages are in its order.</summary>
    public long Id { get; set; }

    /// <summary>The stock-keeping unit, unique.</summary>
    public required string Sku { get; set; }

    /// <summary>The name of the product.</summary>
    public required string Name { get; set; }

    /// <summary>The description of the product; about 120 characters in seeded data.</summary>
    public required string Description { get; set; }

    /// <summary>One of the catalogue's categories.</summary>
    public required string Category { get; set; }

    /// <summary>The price in cents.</summary>
    public int PriceCents { get; set; }

    /// <summary>Pieces in stock.</summary>
    public int Stock { get; set; }

    /// <summary>When the row was last written, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>PostgreSQL's <c>xmin</c>. It changes with each write, which detects lost updates.</summary>
    public uint Version { get; set; }
}
