using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Tasks.Reprice;

/// <summary>The parameters of <c>reprice</c>, which changes the prices of a category.</summary>
public sealed record RepriceParameters
{
    /// <summary>The category.</summary>
    [Required(ErrorMessage = "is missing or blank.")]
    [StringLength(64, ErrorMessage = "must be at most 64 characters long.")]
    public string? Category { get; init; }

    /// <summary>By how much, in percent: 10 raises a price of 200 cents to 220. Halves of a cent are rounded up.</summary>
    [Required(ErrorMessage = "is missing.")]
    [Range(-99d, 1000d, ErrorMessage = "must be a number from -99 to 1000.")]
    public decimal? Percent { get; init; }
}
