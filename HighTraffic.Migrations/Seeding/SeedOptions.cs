using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Migrations.Seeding;

/// <summary>How many rows to seed empty tables with.</summary>
internal sealed class SeedOptions
{
    /// <summary>The number of products.</summary>
    [Range(0, 10_000_000)]
    public int Products { get; set; } = 100_000;

    /// <summary>The number of users.</summary>
    [Range(0, 10_000_000)]
    public int Users { get; set; } = 100_000;
}
