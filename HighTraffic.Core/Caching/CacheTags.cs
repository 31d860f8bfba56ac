using System.Globalization;

namespace HighTraffic.Core.Caching;

/// <summary>The tags by which writes evict cached responses.</summary>
public static class CacheTags
{
    private const char Separator = ':';
    private const int ProductTags = 16_384;

    /// <summary>All responses.</summary>
    public const string All = "all";

    /// <summary>All pages of products.</summary>
    public const string Products = "products";

    /// <summary>The category totals.</summary>
    public const string Categories = "categories";

    /// <summary>
    /// A product, and the few others that share its tag. With a tag for each id, a client could fill Redis with tags by requesting ids that do
    /// not exist.
    /// </summary>
    /// <param name="id">The id of the product.</param>
    /// <returns>The tag.</returns>
    public static string Product(long id) => string.Create(CultureInfo.InvariantCulture, $"product{Separator}{id % ProductTags}");

    /// <summary>The kind of a tag, without the id that it may contain: a metric needs low cardinality.</summary>
    internal static string KindOf(string tag) => tag.Split(Separator, 2)[0];
}
