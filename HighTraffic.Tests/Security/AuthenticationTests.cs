using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Testing;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Security;

/// <summary>Authentication and scopes: who may call what.</summary>
[Collection(SharedApp.Name)]
public sealed class AuthenticationTests(RunningApp app)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("a-key-for-tests-only-0123456789, a-key-for-tests-only-0123456789")]
    public async Task Without_the_right_key_the_answer_names_the_ways_in(string? key)
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, Domain.PrivateRead);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        }

        using var response = await client.SendAsync(request);
        await response.AssertProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(["ApiKey", "Bearer"], response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).Order());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_token_opens_what_its_scopes_name_and_nothing_else()
    {
        using var client = WithToken(TestTokens.Sign("read:personal tasks"));
        using var user = await client.GetAsync(Domain.PrivateRead);
        Assert.Equal(HttpStatusCode.OK, user.StatusCode);
        Assert.True(user.Headers.CacheControl!.NoStore);

        using var write = await client.PostAsJsonAsync(Domain.PrivateWrite, Domain.PrivateBody("token"));
        var problem = await write.AssertProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains("write", problem.Text("detail"), StringComparison.Ordinal);
        Assert.True(write.Headers.CacheControl!.NoStore);

        using var none = WithToken(TestTokens.Sign(scope: null));
        using var refused = await none.GetAsync(Domain.PrivateRead);
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_task_belongs_to_the_client_by_name()
    {
        using var client = WithToken(TestTokens.Sign("tasks", subject: "nightly"));
        var byToken = await client.AcceptedAsync("echo", new { seconds = 0 });
        using var holder = app.Authorized();
        var byKey = await holder.AcceptedAsync("echo", new { seconds = 0 });
        Assert.Equal("token:nightly", await app.QueryAsync<string>("SELECT owner FROM tasks WHERE id = $1", Guid.Parse(byToken)));
        Assert.Equal("bootstrap", await app.QueryAsync<string>("SELECT owner FROM tasks WHERE id = $1", Guid.Parse(byKey)));
    }

    public static TheoryData<string, string> BadTokens => new()
    {
        { "expired", TestTokens.Sign("read:personal", lifetime: TimeSpan.FromHours(-1)) },
        { "for another", TestTokens.Sign("read:personal", audience: "another") },
        { "signed by another", TestTokens.Sign("read:personal", key: RandomNumberGenerator.GetBytes(32)) },
        { "not signed", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwic2NvcGUiOiJyZWFkOnBlcnNvbmFsIn0." },
        { "no token", "x" },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_not_valid_opens_nothing(string what, string token)
    {
        Assert.NotEmpty(what);
        using var client = WithToken(token);
        using var response = await client.GetAsync(Domain.PrivateRead);
        await response.AssertProblemAsync(HttpStatusCode.Unauthorized);

        // A public read ignores the credentials.
        using var read = await client.GetAsync(Domain.Item(1));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task The_body_is_not_read_before_the_key()
    {
        // Directly to a replica, because Nginx waits for the whole body.
        var replica = app.App.GetEndpoint("api-1", "http");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = new TcpClient();
        await client.ConnectAsync(replica.Host, replica.Port, limit.Token);
        var stream = client.GetStream();
        const string Head = $"POST {Domain.Collection} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Head), limit.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync(limit.Token));
    }

    [Fact]
    public async Task The_document_names_the_schemes_and_the_scope_of_each_operation()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/openapi/v1.json");
        var document = await response.ReadAsync();
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("X-Api-Key", schemes.GetProperty("apiKey").Text("name"));
        Assert.Equal("bearer", schemes.GetProperty("bearer").Text("scheme"));
        var paths = document.GetProperty("paths");
        Assert.False(paths.GetProperty(Domain.Collection).GetProperty("get").TryGetProperty("security", out _));
        var write = paths.GetProperty(Domain.Collection).GetProperty("post");
        Assert.Equal("""[{"apiKey":["write"]},{"bearer":["write"]}]""", write.GetProperty("security").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.True(write.GetProperty("responses").TryGetProperty("403", out _));
    }

    private HttpClient WithToken(string token)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
