using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Http;

/// <summary>Conditional requests through Nginx, both reads and writes.</summary>
[Collection(SharedApp.Name)]
public sealed class ConditionTests(RunningApp app)
{
    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_write_is_refused_if_the_item_is_one_of_If_None_Match(string method)
    {
        using var client = app.Authorized();
        var (path, tag) = await CreateAsync(client);
        foreach (var tags in (string[])["*", tag, $"W/{tag}", $"\"x\", {tag}"])
        {
            using var refused = await SendAsync(client, method, path, ("If-None-Match", tags));
            await refused.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
        }

        using var malformed = await SendAsync(client, method, path, ("If-None-Match", "x"));
        await malformed.AssertProblemAsync(HttpStatusCode.BadRequest, "ifNoneMatch");
        using var done = await SendAsync(client, method, path, ("If-None-Match", "\"x\""), ("If-Match", $"\"y\", {tag}"));
        Assert.True(done.IsSuccessStatusCode, $"{(int)done.StatusCode}");
        using var missing = await SendAsync(client, method, Domain.MissingItem, ("If-None-Match", "*"));
        await missing.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_form_of_an_item_has_a_tag_that_a_write_takes()
    {
        using var client = app.Authorized();
        var (path, tag) = await CreateAsync(client);
        foreach (var coding in (string[])["identity", "gzip, identity;q=0", "br, identity;q=0"])
        {
            using var read = await SendAsync(client, "GET", path, ("Accept-Encoding", coding));
            var readTag = read.Headers.ETag!.ToString();
            Assert.Equal(coding == "identity", read.Content.Headers.ContentEncoding.Count == 0);
            Assert.Equal(coding == "identity", readTag == tag);
            using var put = await SendAsync(client, "PUT", path, ("If-Match", readTag));
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
            tag = put.Headers.ETag!.ToString();
        }
    }

    [Theory]
    [InlineData(Domain.Collection + "/4")]
    [InlineData(Domain.Collection + "?" + Domain.PageSize + "=4")]
    [InlineData(Domain.Aggregate)]
    [InlineData("/")]
    public async Task Reads_evaluate_conditions_in_the_order_of_the_standard(string path)
    {
        using var client = app.Anonymous();
        using var fresh = app.Fresh();
        using var current = await fresh.GetAsync(path);
        var tag = current.Headers.ETag!.ToString();

        // Nginx may still hold a response from before another test's write.
        await Eventually.GetAsync(
            async () =>
            {
                using var read = await client.GetAsync(path);
                return read.Headers.ETag!.ToString();
            },
            seen => seen == tag);
        const string LongAgo = "Thu, 01 Jan 1970 00:00:00 GMT";
        ((string Name, string Value)[] Conditions, int Status)[] table =
        [
            ([("If-None-Match", tag)], 304),
            ([("If-None-Match", "\"x\"")], 200),
            ([("If-None-Match", tag), ("If-Modified-Since", LongAgo)], 304),
            ([("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT")], 200),
            ([("If-Unmodified-Since", LongAgo)], 200),
            ([("If-Match", tag)], 200),
            ([("If-Match", "*")], 200),
            ([("If-Match", "\"x\"")], 412),
            ([("If-Match", $"W/{tag}")], 412),
            ([("If-Match", tag), ("If-None-Match", tag)], 304),
            ([("If-Match", "\"x\""), ("If-None-Match", tag)], 412),
        ];
        foreach (var (conditions, status) in table)
        {
            // The tag stays valid, because no test writes these items.
            using var response = await SendAsync(client, "GET", path, conditions);
            Assert.True(status == (int)response.StatusCode, $"{string.Join(", ", conditions)}: {(int)response.StatusCode}");
            if (status == 412)
            {
                await response.AssertProblemAsync(HttpStatusCode.PreconditionFailed);
            }
        }
    }

    private static async Task<(string Path, string Tag)> CreateAsync(HttpClient client)
    {
        using var created = await client.PostAsJsonAsync(Domain.Collection, Domain.Body());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return (created.Headers.Location!.AbsolutePath, created.Headers.ETag!.ToString());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "PUT")
        {
            request.Content = JsonContent.Create(Domain.Body());
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }
}
