using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Caching;

[Collection(SharedApp.Name)]
public sealed class PublicReadTests(RunningApp app)
{
    [Fact]
    public async Task A_request_with_no_store_leaves_nothing_in_a_cache()
    {
        using var client = app.Anonymous();
        var path = Domain.Search($"no-store-{Guid.NewGuid():N}");
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoStore = true };
            using var unstored = await client.SendAsync(request);
            Assert.Equal("HighTraffic; fwd=miss, nginx; fwd=uri-miss", unstored.CacheStatus());
        }

        using var stored = await client.GetAsync(path);
        Assert.Equal("HighTraffic; fwd=miss; stored, nginx; fwd=uri-miss", stored.CacheStatus());
    }

    [Fact]
    public async Task A_hit_asks_no_database()
    {
        using var client = app.Anonymous();
        await StoredAsync(client, Domain.Item(11));

        // Nothing is evicted, so a hit shows the old row.
        var text = await Domain.ChangeUnseenAsync(app, 11);
        for (var i = 0; i < 2 * RunningApp.Replicas; i++)
        {
            using var hit = await client.GetAsync(Domain.Item(11));
            Assert.Contains("; hit", hit.CacheStatus(), StringComparison.Ordinal);
            Assert.NotEqual(text, (await hit.ReadAsync()).Text(Domain.Text));
        }

        using var fresh = app.Fresh();
        using var miss = await fresh.GetAsync(Domain.Item(11));
        Assert.DoesNotContain("; hit", miss.CacheStatus(), StringComparison.Ordinal);
        Assert.Equal(text, (await miss.ReadAsync()).Text(Domain.Text));
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=0.5, br;q=1", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task The_coding_is_what_the_client_prefers(string? accepted, string? expected)
    {
        using var client = app.Anonymous();
        using var plain = await client.GetAsync(Domain.Page(40));
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Domain.Page(40));
            if (accepted is not null)
            {
                request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            }

            using var response = await client.SendAsync(request);
            Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            Assert.Equal(await plain.Content.ReadAsStringAsync(), await DecodeAsync(response));
        }
    }

    [Fact]
    public async Task A_client_that_has_the_answer_gets_an_empty_304()
    {
        using var client = app.Anonymous();
        using var first = await client.GetAsync(Domain.Page(30));
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.True(first.Headers.CacheControl!.Public);
        using var request = new HttpRequestMessage(HttpMethod.Get, Domain.Page(30)) { Headers = { IfNoneMatch = { tag } } };
        using var second = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(tag, second.Headers.ETag);
    }

    [Fact]
    public async Task Stray_parameters_headers_and_cookies_share_one_entry()
    {
        using var client = app.Anonymous();
        await StoredAsync(client, Domain.Page(33));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Domain.Collection}?utm_source=x&{Domain.PageSize.ToUpperInvariant()}=33");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer stray");
        request.Headers.TryAddWithoutValidation("Cookie", "session=1");
        request.Headers.CacheControl = new() { NoCache = true };
        using var response = await client.SendAsync(request);
        Assert.Contains("; hit", response.CacheStatus(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_a_body()
    {
        using var client = app.Anonymous();
        using var get = await client.GetAsync(Domain.Page(20));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Domain.Page(20)));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    // A response is stored after it has been sent, so the next request may arrive first.
    private static Task<string> StoredAsync(HttpClient client, string path) => Eventually.GetAsync(
        async () =>
        {
            using var response = await client.GetAsync(path);
            return response.CacheStatus();
        },
        status => status.Contains("; hit", StringComparison.Ordinal));

    private static async Task<string> DecodeAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream decoded = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(decoded, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
