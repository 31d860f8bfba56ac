using System.ComponentModel.DataAnnotations;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>The parameters of <c>catalog-export</c>, which writes the catalogue to a gzipped file.</summary>
public sealed record CatalogExportParameters
{
    /// <summary>Comma-separated values (RFC 4180).</summary>
    public const string Csv = "csv";

    /// <summary>JSON objects, one per line.</summary>
    public const string NdJson = "ndjson";

    /// <summary><see cref="Csv"/> or <see cref="NdJson"/>.</summary>
    [Required(ErrorMessage = "is missing or blank.")]
    [AllowedValues(null, Csv, NdJson, ErrorMessage = "must be one of: csv, ndjson.")]
    public string? Format { get; init; }

    /// <summary>The category to export; all categories if omitted.</summary>
    [StringLength(64, MinimumLength = 1, ErrorMessage = "must be 1 to 64 characters long.")]
    public string? Category { get; init; }
}
