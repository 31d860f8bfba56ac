using System.ComponentModel;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using HighTraffic.Data.Products;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Products;

/// <summary>The query of a request for a page, bound as text, so that all invalid values are reported at once.</summary>
public sealed class ProductPageRequest
{
    /// <summary>The parameter <c>category</c>.</summary>
    [FromQuery(Name = "category"), Description("Only products of this category.")]
    [Text(ProductLimits.Category)]
    public string? Category { get; init => field = InputText.Normalize(value); }

    /// <summary>The parameter <c>q</c>.</summary>
    [FromQuery(Name = "q"), Description("Only products with this text in their name or description, whatever its case.")]
    [SearchText]
    public string? Q { get; init => field = InputText.Normalize(value); }

    /// <summary>The parameter <c>pageSize</c>.</summary>
    [FromQuery(Name = "pageSize"), Description("The page size; 50 if omitted.")]
    [WholeNumber(1, ProductPageQuery.MaxSize)]
    public string? PageSize { get; init; }

    /// <summary>The parameter <c>cursor</c>.</summary>
    [FromQuery(Name = "cursor"), Description("The nextCursor of the previous page; the first page if omitted.")]
    [Cursor]
    public string? Cursor { get; init; }
}
