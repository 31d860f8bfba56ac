using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Tasks.Reprice;

/// <summary>The parameters of <c>reprice</c>, which changes the prices of a category.</summary>
public sealed record RepriceParameters
{
    /// <summary>The category.</summary>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    public string? Category { get; init; }

    /// <summary>By how much, in percent: 10 raises a price of 200 cents to 220. Halves of a cent are rounded up.</summary>
    [Required]
    [Range(-99d, 1000d)]
    public decimal? Percent { get; init; }
}
