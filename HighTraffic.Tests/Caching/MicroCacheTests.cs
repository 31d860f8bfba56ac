using System.Net;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Caching;

/// <summary>What Nginx caches for a second.</summary>
[Collection(SharedApp.Name)]
public sealed class MicroCacheTests(RunningApp app)
{
    private const string NginxHit = "nginx; hit";

    [Fact]
    public async Task Public_reads_are_kept_and_told_so()
    {
        using var client = app.Anonymous();
        var status = await HitAsync(client, Domain.Page(63));
        Assert.StartsWith("HighTraffic; ", status, StringComparison.Ordinal);
        using var response = await client.GetAsync(Domain.Page(63));
        Assert.False(response.Headers.Contains("X-Accel-Expires"));
        Assert.True(response.Headers.CacheControl!.SharedMaxAge <= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Each_coding_is_kept_by_itself()
    {
        using var client = app.Anonymous();
        foreach (var coding in (string[])["gzip", "br", "identity", "gzip, deflate, br, zstd", "x-gzip", "gzip;q=0.2, br;q=0.1", "*"])
        {
            for (var i = 0; i < 3; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Domain.Page(64));
                request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
                using var response = await client.SendAsync(request);
                var expected = coding switch
                {
                    "gzip" or "x-gzip" or "gzip;q=0.2, br;q=0.1" => "gzip",
                    "identity" => null,
                    _ => "br",
                };
                Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
                Assert.Contains("Accept-Encoding", response.Headers.Vary);
            }
        }
    }

    [Fact]
    public async Task Who_has_the_key_and_wants_a_fresh_answer_gets_it_and_the_others_get_it_too()
    {
        using var client = app.Anonymous();
        await HitAsync(client, Domain.Item(21));
        var text = await Domain.ChangeUnseenAsync(app, 21);
        using var fresh = app.Fresh();
        using var atOnce = await fresh.GetAsync(Domain.Item(21));
        Assert.Equal(text, (await atOnce.ReadAsync()).Text(Domain.Text));
        using var after = await client.GetAsync(Domain.Item(21));
        Assert.Equal(text, (await after.ReadAsync()).Text(Domain.Text));
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_in_a_while_is_not_served_as_it_was()
    {
        using var client = app.Anonymous();
        await HitAsync(client, Domain.Item(22));
        using (var replica = app.Client(1))
        {
            // Until a replica's own second is certainly over. Nothing is requested from Nginx meanwhile.
            await Eventually.GetAsync(() => replica.StatusAsync(Domain.Item(23)), status => status.Contains("detail=local", StringComparison.Ordinal));
            var end = DateTimeOffset.UtcNow.AddSeconds(2.5);
            await Eventually.GetAsync(() => replica.StatusAsync(Domain.Item(23)), _ => DateTimeOffset.UtcNow > end);
        }

        using var response = await client.GetAsync(Domain.Item(22));
        Assert.DoesNotContain(NginxHit, response.CacheStatus(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Domain.PrivateRead)]
    [InlineData("/api/tasks")]
    [InlineData("/")]
    public async Task Nothing_else_is_kept(string path)
    {
        using var client = app.Authorized();
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.Contains("Cache-Status"));
        }
    }

    [Fact]
    public async Task That_there_is_nothing_is_not_kept_by_Nginx()
    {
        using var client = app.Anonymous();
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync(Domain.MissingItem);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.DoesNotContain(NginxHit, response.CacheStatus(), StringComparison.Ordinal);
        }
    }

    private static Task<string> HitAsync(HttpClient client, string path) =>
        Eventually.GetAsync(() => client.StatusAsync(path), status => status.Contains(NginxHit, StringComparison.Ordinal));
}
