namespace HighTraffic.Data.Products;

/// <summary>The maximum lengths of a product's texts, in characters, and the names of its indexes.</summary>
public static class ProductLimits
{
    /// <summary>The maximum length of the SKU.</summary>
    public const int Sku = 64;

    /// <summary>The maximum length of the name.</summary>
    public const int Name = 200;

    /// <summary>The maximum length of the description.</summary>
    public const int Description = 2_000;

    /// <summary>The maximum length of the category's name.</summary>
    public const int Category = 64;

    /// <summary>The shadow property that searches match: the case-folded name and description.</summary>
    public const string SearchText = nameof(SearchText);

    /// <summary>The name of the search index.</summary>
    public const string SearchIndex = "ix_products_search";

    /// <summary>The name of the unique index on SKUs.</summary>
    public const string SkuIndex = "ux_products_sku";
}
