using System.Globalization;
using System.Text.Json;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>How rows become lines of the file.</summary>
/// <param name="FileName">The name of the compressed file.</param>
/// <param name="Header">The first line, if the format has one.</param>
/// <param name="Line">Makes a row's line, its end included.</param>
internal sealed record ExportFormat(string FileName, string Header, Func<ExportedProduct, string> Line)
{
    /// <summary>Finds a format.</summary>
    /// <param name="name">Its name in the parameters, which have been validated.</param>
    /// <returns>The format.</returns>
    public static ExportFormat Named(string? name) => name switch
    {
        CatalogExportParameters.Csv => new("catalog.csv.gz", "id,sku,name,description,category,priceCents,stock,updatedAt\r\n", CsvLine),
        CatalogExportParameters.NdJson => new("catalog.ndjson.gz", string.Empty, JsonLine),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such format."),
    };

    private static string CsvLine(ExportedProduct product) => string.Create(
        CultureInfo.InvariantCulture,
        $"{product.Id},{CsvText.Encode(product.Sku)},{CsvText.Encode(product.Name)},{CsvText.Encode(product.Description)},{CsvText.Encode(product.Category)},{product.PriceCents},{product.Stock},{product.UpdatedAt:yyyy-MM-ddTHH:mm:ss.FFFFFFK}\r\n");

    private static string JsonLine(ExportedProduct product) =>
        JsonSerializer.Serialize(product, ExportJsonContext.Default.ExportedProduct) + "\n";
}
