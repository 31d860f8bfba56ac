using System.Globalization;
using HighTraffic.Api.Http;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using HighTraffic.Data.Products;

namespace HighTraffic.Api.Products;

/// <summary>A request for a page of products in canonical form: equal requests have the same text.</summary>
/// <param name="Category">The category, or null for all.</param>
/// <param name="Text">The text to search for, case folded, or null.</param>
/// <param name="Size">The maximum number of products.</param>
/// <param name="After">The page begins after this id.</param>
internal sealed record ProductPageQuery(string? Category, string? Text, int Size, long After)
{
    public const int MaxSize = 100;
    private const int DefaultSize = 50;

    /// <summary>Parses the query of a request. Null if it is invalid; the validation of <see cref="ProductPageRequest"/> reports why.</summary>
    public static ProductPageQuery? Parse(IQueryCollection query) => Parse(query["category"], query["q"], query["pageSize"], query["cursor"]);

    /// <inheritdoc cref="Parse(IQueryCollection)"/>
    public static ProductPageQuery? Parse(string? category, string? q, string? pageSize, string? cursor)
    {
        (category, q) = (Normalized(category), Normalized(q));
        var (size, after) = (DefaultSize, 0L);
        var valid = TextAttribute.IsText(category, ProductLimits.Category)
            && (q is null || SearchTextAttribute.IsSearchable(q))
            && (string.IsNullOrEmpty(pageSize) || WholeNumberAttribute.TryParse(pageSize, 1, MaxSize, out size))
            && (string.IsNullOrEmpty(cursor) || IdCursor.TryParse(cursor, out after));
        return valid ? new ProductPageQuery(category, q?.ToUpperInvariant().ToLowerInvariant(), size, after) : null;
    }

    /// <summary>The canonical form: parameters in a fixed order, with defaults filled in.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"category={Escaped(Category)}&q={Escaped(Text)}&pageSize={Size}&after={After}");

    private static string? Normalized(string? value) => InputText.Normalize(value) is { Length: > 0 } text ? text : null;

    private static string Escaped(string? value) => value is null ? "" : Uri.EscapeDataString(value);
}
