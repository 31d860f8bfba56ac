using System.ComponentModel.DataAnnotations;
using HighTraffic.Api.Validation;
using HighTraffic.Data.Normalization;
using HighTraffic.Data.Products;

namespace HighTraffic.Api.Products;

/// <summary>The body of a request to create or replace a product.</summary>
/// <remarks>Every property is nullable, so that validation reports all missing fields at once.</remarks>
public sealed class ProductInput
{
    private const string Missing = "is missing or blank.";
    private const string NotNegative = "must be an integer from 0 to 2147483647.";

    /// <summary>The stock-keeping unit, unique.</summary>
    [Required(ErrorMessage = Missing), Text(ProductLimits.Sku)]
    public string? Sku { get; init => field = InputText.Normalize(value); }

    /// <summary>The name of the product.</summary>
    [Required(ErrorMessage = Missing), Text(ProductLimits.Name)]
    public string? Name { get; init => field = InputText.Normalize(value); }

    /// <summary>The description of the product.</summary>
    [Required(ErrorMessage = Missing), Text(ProductLimits.Description, Lines = true)]
    public string? Description { get; init => field = InputText.Normalize(value); }

    /// <summary>The category.</summary>
    [Required(ErrorMessage = Missing), Text(ProductLimits.Category)]
    public string? Category { get; init => field = InputText.Normalize(value); }

    /// <summary>The price in cents.</summary>
    [Required(ErrorMessage = Missing), Range(0, int.MaxValue, ErrorMessage = NotNegative)]
    public int? PriceCents { get; init; }

    /// <summary>Pieces in stock.</summary>
    [Required(ErrorMessage = Missing), Range(0, int.MaxValue, ErrorMessage = NotNegative)]
    public int? Stock { get; init; }

    /// <summary>Creates a row. The input must be valid.</summary>
    internal Product ToProduct(DateTimeOffset now)
    {
        var product = new Product { Sku = "", Name = "", Description = "", Category = "" };
        ApplyTo(product, now);
        return product;
    }

    /// <summary>Writes all fields to a row, with the time in microseconds, the precision of the database. The input must be valid.</summary>
    internal void ApplyTo(Product product, DateTimeOffset now)
    {
        product.Sku = Sku!;
        product.Name = Name!;
        product.Description = Description!;
        product.Category = Category!;
        product.PriceCents = PriceCents!.Value;
        product.Stock = Stock!.Value;
        product.UpdatedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
