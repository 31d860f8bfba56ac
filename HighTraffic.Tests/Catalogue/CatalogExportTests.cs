using System.IO.Compression;
using System.Net;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Catalogue;

/// <summary>The content of an exported file.</summary>
[Collection(SharedApp.Name)]
public sealed class CatalogExportTests(RunningApp app)
{
    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task An_export_holds_every_product_of_the_category(string format)
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync("catalog-export", new { format, category = "Garden" });
        Assert.Equal("succeeded", (await client.EndOfAsync(id)).Text("status"));

        using var result = await client.GetAsync($"/api/tasks/{id}/result");
        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
        Assert.True(result.Headers.CacheControl!.NoStore);
        Assert.NotNull(result.Content.Headers.ContentDisposition?.FileName);
        await using var unzipped = new GZipStream(await result.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = 'Garden'");
        Assert.Equal(expected + (format == "csv" ? 1 : 0), lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Contains("Garden", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("csv", "id,sku,name,description,category,priceCents,stock,updatedAt\r\n")]
    [InlineData("ndjson", "")]
    public async Task An_export_of_nothing_can_be_unpacked(string format, string expected)
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync("catalog-export", new { format, category = "Nowhere" });
        Assert.Equal("succeeded", (await client.EndOfAsync(id)).Text("status"));
        var file = await client.GetByteArrayAsync($"/api/tasks/{id}/result");
        Assert.NotEmpty(file);
        await using var unzipped = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.Equal(expected, await reader.ReadToEndAsync());
    }
}
