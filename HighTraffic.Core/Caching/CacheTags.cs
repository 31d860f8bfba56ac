using System.Globalization;

namespace HighTraffic.Core.Caching;

/// <summary>The names by which writes evict what they change.</summary>
public static class CacheTags
{
    private const char Separator = ':';
    private const int ProductTags = 16_384;

    /// <summary>Everything that is kept.</summary>
    public const string All = "all";

    /// <summary>All pages of products.</summary>
    public const string Products = "products";

    /// <summary>The sums over the categories.</summary>
    public const string Categories = "categories";

    /// <summary>
    /// One product, and the few others that share its tag: were there a tag for each id, anybody could fill Redis with tags by asking for ids
    /// that do not exist.
    /// </summary>
    /// <param name="id">The id of the product.</param>
    /// <returns>The tag.</returns>
    public static string Product(long id) => string.Create(CultureInfo.InvariantCulture, $"product{Separator}{id % ProductTags}");

    /// <summary>What a tag is of, without the id that it may have: few values, as a metric needs them.</summary>
    internal static string KindOf(string tag) => tag.Split(Separator, 2)[0];
}
