using System.Text.Json;
using HighTraffic.Tasks.CatalogExport;

namespace HighTraffic.Tests.Tasks;

public sealed class ExportFormatTests
{
    private static readonly ExportedProduct Product = new(
        7, "SKU-000007", "=Kettle", "Red, 1.7 l", "Kitchen", 2999, 12, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void CsvHasAsManyFieldsAsItsHeader()
    {
        var format = ExportFormat.Named("csv");

        Assert.Equal("id,sku,name,description,category,priceCents,stock,updatedAt\r\n", format.Header);
        Assert.Equal("7,SKU-000007,'=Kettle,\"Red, 1.7 l\",Kitchen,2999,12,2026-01-02T03:04:05+00:00\r\n", format.Line(Product));
    }

    [Fact]
    public void NdJsonIsOneObjectALineNamedAsInTheApi()
    {
        var line = ExportFormat.Named("ndjson").Line(Product);

        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(line);
        Assert.Equal(
            ["id", "sku", "name", "description", "category", "priceCents", "stock", "updatedAt"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("=Kettle", json.RootElement.GetProperty("name").GetString());
    }
}
