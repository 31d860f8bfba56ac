using System.Text.Json.Serialization;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>A row of the export, with the same fields as a product in the API.</summary>
internal sealed record ExportedProduct(
    long Id,
    string Sku,
    string Name,
    string Description,
    string Category,
    int PriceCents,
    int Stock,
    DateTimeOffset UpdatedAt);

/// <summary>The JSON of the export, generated at compile time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExportedProduct))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
