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

    [Fact]
    public async Task A_body_that_is_not_json_or_too_large_is_refused()
    {
        using var client = app.Authorized();
        using var form = await client.PostAsync("/api/products", new FormUrlEncodedContent([new("sku", "x")]));
        await form.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType);
        using var large = await client.PostAsync("/api/products", new StringContent(new string(' ', 1_100_000), Encoding.UTF8, "application/json"));
        await large.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge);
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
