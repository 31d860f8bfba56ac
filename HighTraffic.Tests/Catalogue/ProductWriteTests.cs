using System.Net;
using System.Net.Http.Json;
using System.Text;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Catalogue;

[Collection(SharedApp.Name)]
public sealed class ProductWriteTests(RunningApp app)
{
    private static int _number;

    [Fact]
    public async Task A_product_is_created_replaced_and_deleted()
    {
        using var client = app.Authorized();
        using var created = await client.PostAsJsonAsync("/api/products", Product());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.ReadAsync()).GetProperty("id").GetInt64();
        var address = created.Headers.Location!;
        Assert.Equal($"/api/products/{id}", address.IsAbsoluteUri ? address.AbsolutePath : address.ToString());
        Assert.True(!address.IsAbsoluteUri || address.Authority == app.Address.Authority, $"{address} is not at the public address.");

        using var replaced = await client.PutAsJsonAsync($"/api/products/{id}", Product("Renamed"));
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        using var read = await client.GetAsync($"/api/products/{id}");
        Assert.Equal("Renamed", (await read.ReadAsync()).Text("name"));

        using var deleted = await client.DeleteAsync($"/api/products/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var again = await client.DeleteAsync($"/api/products/{id}");
        await again.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_write_is_visible_within_two_seconds_through_every_replica()
    {
        using var client = app.Authorized();
        using var created = await client.PostAsJsonAsync("/api/products", Product());
        var id = (await created.ReadAsync()).GetProperty("id").GetInt64();
        for (var i = 0; i < 2 * RunningApp.Replicas; i++)
        {
            using var warm = await client.GetAsync($"/api/products/{id}");
        }

        using var replaced = await client.PutAsJsonAsync($"/api/products/{id}", Product("Changed"));
        using var fresh = app.Fresh();
        using var atOnce = await fresh.GetAsync($"/api/products/{id}");
        Assert.Equal("Changed", (await atOnce.ReadAsync()).Text("name"));
        using var anonymous = app.Anonymous();
        for (var i = 0; i < 2 * RunningApp.Replicas; i++)
        {
            await Eventually.GetAsync(
                async () =>
                {
                    using var response = await anonymous.GetAsync($"/api/products/{id}");
                    return (await response.ReadAsync()).Text("name");
                },
                name => name == "Changed",
                TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task Every_broken_rule_is_named()
    {
        using var client = app.Authorized();
        using var response = await client.PostAsJsonAsync("/api/products", new { sku = "", name = " ", priceCents = -1, stock = -1 });
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "sku", "name", "description", "category", "priceCents", "stock");
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"sku\":5}")]
    [InlineData("{\"priceCents\":\"x\"}")]
    [InlineData("{\"priceCents\":99999999999}")]
    [InlineData("{\"name\":\"a\\u0000b\"}")]
    public async Task A_body_that_cannot_be_read_is_400(string body)
    {
        using var client = app.Authorized();
        using var response = await client.PostAsync("/api/products", new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{(int)response.StatusCode}: {text}");
        Assert.Contains("\"errors\":{\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HighTraffic.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/products", """{"sku":"a","sku":"b"}""", "sku", "must be given only once.")]
    [InlineData("/api/products", """{"sku":"a","SKU":"b"}""", "sku", "must be given only once.")]
    [InlineData("/api/products", """{"colour":"red"}""", "colour", "is not a known field. Known fields: sku, name, description, category, priceCents, stock.")]
    [InlineData("/api/products", """{"the colour":"red"}""", "the colour", "is not a known field. Known fields: sku, name, description, category, priceCents, stock.")]
    [InlineData("/api/products", """{"priceCents":"1"}""", "priceCents", "must be a JSON number, an integer that fits in 32 bits.")]
    [InlineData("/api/products", """{"priceCents":1.5}""", "priceCents", "must be a JSON number, an integer that fits in 32 bits.")]
    [InlineData("/api/products", """{"name":"\ud800"}""", "name", "must be a string without unpaired surrogates.")]
    [InlineData("/api/products", """{"sku":""", "body", "must be a complete, well-formed JSON object.")]
    [InlineData("/api/users", """{"email":"a@b","email":"c@d","displayName":"A"}""", "email", "must be given only once.")]
    [InlineData("/api/users", """{"name":"A"}""", "name", "is not a known field. Known fields: email, displayName.")]
    [InlineData("/api/tasks", """{"type":"echo","parameters":{"seconds":0},"priority":1}""", "priority", "is not a known field. Known fields: type, parameters.")]
    [InlineData("/api/tasks", """{"type":"echo","type":"echo"}""", "type", "must be given only once.")]
    [InlineData("/api/tasks", """{"type":"echo","parameters":{"seconds":0,"seconds":1}}""", "parameters", "must be given only once, and so must each name inside it.")]
    public async Task Every_body_is_read_strictly_and_the_broken_rule_is_named(string path, string body, string field, string rule)
    {
        using var client = app.Authorized();
        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, field);
        Assert.Equal(rule, Assert.Single(problem.GetProperty("errors").GetProperty(field).EnumerateArray()).GetString());
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u2060 \uFEFF")]
    [InlineData("abc\u202Etxt.exe")]
    [InlineData("\u2066abc\u2069")]
    public async Task A_name_that_cannot_be_seen_or_reads_otherwise_than_it_is_written_is_refused(string name)
    {
        using var client = app.Authorized();
        using var response = await client.PostAsJsonAsync("/api/products", Product(name));
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "name");
    }

    [Fact]
    public async Task Text_is_stored_in_the_form_in_which_it_is_looked_up()
    {
        using var client = app.Fresh();
        var category = $"Caf\u00E9 {Guid.NewGuid():N}";
        var written = $" {category.Replace("\u00E9", "e\u0301", StringComparison.Ordinal)} ";
        using var created = await client.PostAsJsonAsync(
            "/api/products", new { sku = $" {Guid.NewGuid():N}\t", name = " Padded ", description = "Text.\n", category = written, priceCents = 1, stock = 1 });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var product = await created.ReadAsync();
        Assert.Equal("Padded", product.Text("name"));
        Assert.Equal("Text.", product.Text("description"));
        Assert.Equal(category, product.Text("category"));

        foreach (var wanted in (string[])[category, written])
        {
            using var list = await client.GetAsync("/api/products?category=" + Uri.EscapeDataString(wanted));
            Assert.Equal(product.Text("sku"), Assert.Single((await list.ReadAsync()).GetProperty("items").EnumerateArray()).Text("sku"));
        }

        using var deleted = await client.DeleteAsync($"/api/products/{product.GetProperty("id").GetInt64()}");
    }

    [Fact]
    public async Task A_body_that_is_not_json_or_too_large_is_refused()
    {
        using var client = app.Authorized();
        using var form = await client.PostAsync("/api/products", new FormUrlEncodedContent([new("sku", "x")]));
        await form.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType);
        using var large = await client.PostAsync("/api/products", new StringContent(new string(' ', 1_100_000), Encoding.UTF8, "application/json"));
        await large.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/products")
        {
            Content = new StringContent(new string(' ', 1_100_000), Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        using var unannounced = await client.SendAsync(chunked);
        await unannounced.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_sku_is_taken_once()
    {
        using var client = app.Authorized();
        var product = Product();
        using var first = await client.PostAsJsonAsync("/api/products", product);
        using var second = await client.PostAsJsonAsync("/api/products", product);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await second.AssertProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_update_of_an_older_version_is_refused()
    {
        using var client = app.Authorized();
        using var created = await client.PostAsJsonAsync("/api/products", Product());
        var id = (await created.ReadAsync()).GetProperty("id").GetInt64();
        var tag = created.Headers.ETag!;
        using var winner = await client.SendAsync(Put(id, tag.ToString()));
        using var loser = await client.SendAsync(Put(id, tag.ToString()));
        Assert.Equal(HttpStatusCode.OK, winner.StatusCode);
        Assert.NotEqual(tag, winner.Headers.ETag);
        await loser.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Without_the_key_nothing_is_written(string? key)
    {
        using var client = app.Anonymous();
        if (key is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
        }

        using var post = await client.PostAsJsonAsync("/api/products", Product());
        using var put = await client.PutAsJsonAsync("/api/products/1", Product());
        using var delete = await client.DeleteAsync("/api/products/1");
        await post.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await put.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await delete.AssertProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static HttpRequestMessage Put(long id, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/products/{id}") { Content = JsonContent.Create(Product()) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return request;
    }

    private static object Product(string name = "Thing") => new
    {
        sku = $"TEST-{Interlocked.Increment(ref _number)}",
        name,
        description = "Made by a test.",
        category = "Toys",
        priceCents = 1_000,
        stock = 5,
    };
}
