using System.Text.Json;
using HighTraffic.Tasks.CatalogExport;

namespace HighTraffic.Tests.Catalogue;

public sealed class ExportFormatTests
{
    private static readonly ExportedProduct Product = new(
        7, "SKU-000007", "=Kettle", "Red, 1.7 l", "Kitchen", 2999, 12, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void Csv_has_as_many_fields_as_its_header()
    {
        var format = ExportFormat.Named("csv");

        Assert.Equal("id,sku,name,description,category,priceCents,stock,updatedAt\r\n", format.Header);
        Assert.Equal("7,SKU-000007,'=Kettle,\"Red, 1.7 l\",Kitchen,2999,12,2026-01-02T03:04:05+00:00\r\n", format.Line(Product));
    }

    [Fact]
    public void Nd_json_is_one_object_a_line_named_as_in_the_api()
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
