using HighTraffic.Api.Validation;
using HighTraffic.Data.Products;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Products;

/// <summary>The query of a request for a page, as text: so that a value that cannot be read is named along with all other errors.</summary>
public sealed class ProductPageRequest
{
    /// <summary>Only products of this category.</summary>
    [FromQuery(Name = "category")]
    [Text(ProductLimits.Category)]
    public string? Category { get; init; }

    /// <summary>Only products with this text in their name or description, whatever its case.</summary>
    [FromQuery(Name = "q")]
    [SearchText]
    public string? Q { get; init; }

    /// <summary>How many products; 50 if left out.</summary>
    [FromQuery(Name = "pageSize")]
    [WholeNumber(1, ProductPageQuery.MaxSize)]
    public string? PageSize { get; init; }

    /// <summary>The nextCursor of the page before; the first page if left out.</summary>
    [FromQuery(Name = "cursor")]
    [Cursor]
    public string? Cursor { get; init; }
}
