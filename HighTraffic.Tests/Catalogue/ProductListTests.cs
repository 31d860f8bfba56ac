using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Catalogue;

[Collection(SharedApp.Name)]
public sealed class ProductListTests(RunningApp app)
{
    [Fact]
    public async Task Pages_lead_through_every_product_once_in_the_order_of_ids()
    {
        using var client = app.Anonymous();
        var expected = await app.QueryAsync<long>("SELECT count(*) FROM products");
        var ids = new List<long>();
        string? cursor = null;
        do
        {
            using var response = await client.GetAsync("/api/products?pageSize=100" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            var page = await response.ReadAsync();
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null && ids.Count <= expected);

        Assert.Equal(expected, ids.Count);
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public async Task A_page_has_fifty_products_unless_asked_otherwise()
    {
        using var client = app.Anonymous();
        using var standard = await client.GetAsync("/api/products");
        using var small = await client.GetAsync("/api/products?pageSize=1");
        Assert.Equal(50, (await standard.ReadAsync()).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await small.ReadAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_product_has_what_the_contract_says()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/api/products/7");
        var product = await response.ReadAsync();
        Assert.Equal(
            ["id", "sku", "name", "description", "category", "priceCents", "stock", "updatedAt"],
            product.EnumerateObject().Select(property => property.Name));
        Assert.Equal(7, product.GetProperty("id").GetInt64());
        Assert.Equal("SKU-000007", product.Text("sku"));
        Assert.InRange(product.Text("description")!.Length, 80, 160);
    }

    [Fact]
    public async Task A_category_and_a_text_narrow_the_list_down()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/api/products?category=Kitchen&q=KETTLE&pageSize=100");
        var items = (await response.ReadAsync()).GetProperty("items").EnumerateArray().ToArray();
        var expected = await app.QueryAsync<long>(
            "SELECT count(*) FROM products WHERE category = 'Kitchen' AND (name ILIKE '%kettle%' OR description ILIKE '%kettle%')");
        Assert.Equal(Math.Min(100, expected), items.Length);
        Assert.NotEmpty(items);
        Assert.All(items, item =>
        {
            Assert.Equal("Kitchen", item.Text("category"));
            Assert.Contains("kettle", item.Text("name") + item.Text("description"), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_text_is_found_whatever_the_case_of_its_letters_but_not_across_name_and_description()
    {
        using var client = app.Authorized();
        var sku = $"S-{Guid.NewGuid():N}";
        using var created = await client.PostAsJsonAsync(
            "/api/products", new { sku, name = "ÄPFELKORB", description = "Zwölf Äpfel.", category = "Kitchen", priceCents = 1, stock = 1 });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal([sku], await SkusAsync("äpfelKorb"));
        Assert.Equal([sku], await SkusAsync("ZWÖLF äpf"));
        Assert.Empty(await SkusAsync("äpfelkorb zwölf"));

        async Task<string[]> SkusAsync(string text)
        {
            using var response = await client.GetAsync("/api/products?q=" + Uri.EscapeDataString(text));
            return [.. (await response.ReadAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("sku")!)];
        }
    }

    [Theory]
    [InlineData("\u03A3\u038A\u03A3\u03A5\u03A6\u039F\u03A3", "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2")] // the small sigma has a form for the end of a word
    [InlineData("\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2", "\u03A3\u038A\u03A3\u03A5\u03A6\u039F\u03A3")]
    [InlineData("\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2", "\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3")]
    [InlineData("STRASSENLAMPE", "stra\u00DFenlampe")]
    [InlineData("Stra\u00DFenlampe", "STRASSENLAMPE")]
    [InlineData("STRA\u1E9EENLAMPE", "strassenlampe")]
    [InlineData("\u212Aelvin", "kelvin")]
    [InlineData("Cre\u0300me", "CR\u00C8ME")]
    public async Task A_text_is_found_whatever_form_its_letters_have(string name, string text)
    {
        using var client = app.Fresh();
        using var created = await client.PostAsJsonAsync(
            "/api/products", new { sku = $"S-{Guid.NewGuid():N}", name, description = "Made by a test.", category = "Kitchen", priceCents = 1, stock = 1 });
        var product = await created.ReadAsync();
        using var found = await client.GetAsync("/api/products?pageSize=100&q=" + Uri.EscapeDataString(text));
        var skus = (await found.ReadAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("sku"));
        Assert.Contains(product.Text("sku"), skus);
        using var deleted = await client.DeleteAsync($"/api/products/{product.GetProperty("id").GetInt64()}");
    }

    [Fact]
    public async Task Wildcards_in_a_text_stand_for_themselves()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/api/products?q=" + Uri.EscapeDataString("ket_le%"));
        Assert.Empty((await response.ReadAsync()).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("pageSize=101", "pageSize")]
    [InlineData("pageSize=abc", "pageSize")]
    [InlineData("pageSize=99999999999999", "pageSize")]
    [InlineData("cursor=zzz", "cursor")]
    [InlineData("q=%00abc", "q")]
    [InlineData("q=%ff%fe%fd", "q")]
    [InlineData("pageSize=0&cursor=zzz", "pageSize,cursor")]
    public async Task Bad_parameters_are_named(string query, string fields)
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/api/products?" + query);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, fields.Split(','));
    }

    [Theory]
    [InlineData("/api/products/999999999")]
    [InlineData("/api/products/0")]
    [InlineData("/api/products/abc")]
    [InlineData("/api/products/99999999999999999999")]
    [InlineData("/nothing/here")]
    public async Task What_is_not_there_is_404(string path)
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync(path);
        await response.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Categories_are_summed_up_as_the_database_does()
    {
        using var client = app.Fresh();
        using var response = await client.GetAsync("/api/categories");
        var categories = (await response.ReadAsync()).EnumerateArray().ToArray();
        Assert.Equal(await app.QueryAsync<long>("SELECT count(DISTINCT category) FROM products"), categories.Length);
        var audio = categories.Single(category => category.Text("category") == "Audio");
        Assert.Equal(await app.QueryAsync<long>("SELECT count(*) FROM products WHERE category = 'Audio'"), audio.GetProperty("products").GetInt64());
        Assert.Equal(await app.QueryAsync<long>("SELECT sum(stock) FROM products WHERE category = 'Audio'"), audio.GetProperty("stock").GetInt64());
        Assert.InRange(
            audio.GetProperty("averagePriceCents").GetInt64() - await app.QueryAsync<decimal>("SELECT avg(price_cents) FROM products WHERE category = 'Audio'"), -1, 1);
    }
}
