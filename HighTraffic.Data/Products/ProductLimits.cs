namespace HighTraffic.Data.Products;

/// <summary>How long the texts of a product may be, in characters, and what the database calls its indexes.</summary>
public static class ProductLimits
{
    /// <summary>The longest SKU.</summary>
    public const int Sku = 64;

    /// <summary>The longest name.</summary>
    public const int Name = 200;

    /// <summary>The longest description.</summary>
    public const int Description = 2_000;

    /// <summary>The longest name of a category.</summary>
    public const int Category = 64;

    /// <summary>The shadow property with the name and the description, case folded, that searches match.</summary>
    public const string SearchText = nameof(SearchText);

    /// <summary>The name of the index that texts are searched in.</summary>
    public const string SearchIndex = "ix_products_search";

    /// <summary>The name of the unique index on SKUs.</summary>
    public const string SkuIndex = "ux_products_sku";
}
