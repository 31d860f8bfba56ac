using System.Text.Json.Serialization;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>A row of the export, the same as a product of the API.</summary>
internal sealed record ExportedProduct(
    long Id,
    string Sku,
    string Name,
    string Description,
    string Category,
    int PriceCents,
    int Stock,
    DateTimeOffset UpdatedAt);

/// <summary>How rows are written as JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExportedProduct))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
