using System.Globalization;
using System.Text.Json;
using HighTraffic.Tasks.Csv;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>The format of an export: how rows become lines.</summary>
/// <param name="FileName">The name of the compressed file.</param>
/// <param name="Header">The first line, if the format has one.</param>
/// <param name="Line">Formats a row as a line, including the line break.</param>
internal sealed record ExportFormat(string FileName, string Header, Func<ExportedProduct, string> Line)
{
    /// <summary>Finds a format.</summary>
    /// <param name="name">Its name, from validated parameters.</param>
    /// <returns>The format.</returns>
    public static ExportFormat Named(string? name) => name switch
    {
        CatalogExportParameters.Csv => new("catalog.csv.gz", "id,sku,name,description,category,priceCents,stock,updatedAt\r\n", CsvLine),
        CatalogExportParameters.NdJson => new("catalog.ndjson.gz", string.Empty, JsonLine),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown format."),
    };

    private static string CsvLine(ExportedProduct product) => string.Create(
        CultureInfo.InvariantCulture,
        $"{product.Id},{CsvText.Encode(product.Sku)},{CsvText.Encode(product.Name)},{CsvText.Encode(product.Description)},{CsvText.Encode(product.Category)},{product.PriceCents},{product.Stock},{product.UpdatedAt:yyyy-MM-ddTHH:mm:ss.FFFFFFK}\r\n");

    private static string JsonLine(ExportedProduct product) =>
        JsonSerializer.Serialize(product, ExportJsonContext.Default.ExportedProduct) + "\n";
}
