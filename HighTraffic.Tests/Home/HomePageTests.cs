using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Home;

/// <summary>The page at <c>/</c>, through Nginx.</summary>
[Collection(SharedApp.Name)]
public sealed partial class HomePageTests(RunningApp app)
{
    [Fact]
    public async Task The_page_runs_nothing_but_its_own_files()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<style|style=|<script(?! type=\"module\" src=)|\\son[a-z]+=", page);
        Assert.DoesNotContain("{", page, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningApp.ApiKey, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData(null)]
    public async Task The_page_is_sent_compressed_and_not_again_to_who_has_it(string? coding)
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        if (coding is not null)
        {
            request.Headers.AcceptEncoding.ParseAdd(coding);
            again.Headers.AcceptEncoding.ParseAdd(coding);
        }

        using var response = await client.SendAsync(request);
        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.True(response.Headers.CacheControl!.NoCache);
        var content = await response.Content.ReadAsStreamAsync();
        using var text = new StreamReader(coding switch
        {
            "gzip" => new GZipStream(content, CompressionMode.Decompress),
            "br" => new BrotliStream(content, CompressionMode.Decompress),
            _ => content,
        });
        Assert.Contains("</html>", await text.ReadToEndAsync(), StringComparison.Ordinal);

        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Its_files_may_be_kept_for_good_under_their_hash_and_under_no_other()
    {
        using var client = app.Anonymous();
        var page = await client.GetStringAsync("/");
        var files = File().Matches(page).Select(match => match.Value).ToArray();
        Assert.Equal(2, files.Length);
        foreach (var file in files)
        {
            using var response = await client.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(file.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/css", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(response.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300));
            Assert.NotNull(response.Headers.ETag);

            using var other = await client.GetAsync($"/assets/another/{file.Split('/')[^1]}");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            Assert.True(other.Headers.CacheControl!.NoStore);
        }

        using var missing = await client.GetAsync("/assets/another/other.js");
        await missing.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_documentation_is_linked_and_there()
    {
        using var client = app.Anonymous();
        var page = await client.GetStringAsync("/");
        foreach (var link in (string[])["/scalar", "/openapi/v1.json"])
        {
            Assert.Contains($"href=\"{link}\"", page, StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [GeneratedRegex("/assets/[^\"]+")]
    private static partial Regex File();
}
