using System.Diagnostics.CodeAnalysis;
using HighTraffic.Api.Http;
using HighTraffic.Data.Products;

namespace HighTraffic.Api.Products;

/// <summary>The versions of a product that a write may replace or delete.</summary>
internal sealed class ProductConditions
{
    private readonly IReadOnlyList<uint>? _allowed;
    private readonly IReadOnlyList<uint>? _forbidden;
    private readonly bool _forbidsAll;

    private ProductConditions(IReadOnlyList<uint>? allowed, IReadOnlyList<uint>? forbidden, bool forbidsAll) =>
        (_allowed, _forbidden, _forbidsAll) = (allowed, forbidden, forbidsAll);

    /// <summary>Whether any version may be changed.</summary>
    public bool AreNone => _allowed is null && _forbidden is null && !_forbidsAll;

    /// <summary>Reads the conditions.</summary>
    /// <param name="ifMatch">The values of <c>If-Match</c>, joined by commas.</param>
    /// <param name="ifNoneMatch">The values of <c>If-None-Match</c>, joined by commas.</param>
    /// <param name="conditions">The conditions.</param>
    /// <returns>False if one of the headers is malformed.</returns>
    public static bool TryParse(string? ifMatch, string? ifNoneMatch, [NotNullWhen(true)] out ProductConditions? conditions)
    {
        conditions = null;
        if (!RowTag.TryParse(ifMatch, isStrong: true, out var allowed) || !RowTag.TryParse(ifNoneMatch, isStrong: false, out var forbidden))
        {
            return false;
        }

        conditions = new ProductConditions(allowed, forbidden, !string.IsNullOrEmpty(ifNoneMatch) && forbidden is null);
        return true;
    }

    /// <summary>Whether a version may be replaced.</summary>
    public bool Allow(uint version) =>
        !_forbidsAll && _allowed?.Contains(version) != false && _forbidden?.Contains(version) != true;

    /// <summary>Filters to the rows whose version may be deleted.</summary>
    public IQueryable<Product> Apply(IQueryable<Product> products)
    {
        if (_forbidsAll)
        {
            return products.Where(_ => false);
        }

        if (_allowed is not null)
        {
            products = products.Where(product => _allowed.Contains(product.Version));
        }

        return _forbidden is null ? products : products.Where(product => !_forbidden.Contains(product.Version));
    }
}
