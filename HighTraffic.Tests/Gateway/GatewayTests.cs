using System.Net;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Gateway;

[Collection(SharedApp.Name)]
public sealed class GatewayTests(RunningApp app)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/health/")]
    [InlineData("/HEALTH")]
    [InlineData("/%68ealth")]
    [InlineData("//health")]
    [InlineData("/api/../health")]
    [InlineData("/nginx/status")]
    public async Task What_is_for_operators_only_is_not_reachable(string path)
    {
        using var client = app.Anonymous();
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(app.Address.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await client.SendAsync(request);
        await response.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requests_are_spread_over_all_replicas()
    {
        using var client = app.Anonymous();
        var served = new HashSet<string>();
        for (var i = 0; i < 10 * RunningApp.Replicas; i++)
        {
            // A different one each time, because Nginx caches a response for a second.
            using var response = await client.GetAsync(Domain.Item(100 + i));
            served.Add(response.Headers.GetValues("X-Served-By").Single());
        }

        Assert.Equal(["api-1", "api-2", "api-3"], served.Order());
    }

    [Fact]
    public async Task Nothing_is_told_about_the_servers()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync(Domain.Item(1));
        Assert.Equal("nginx", response.Headers.Server.ToString());
        Assert.False(response.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task A_request_id_is_kept_if_it_is_safe_and_made_otherwise()
    {
        using var client = app.Anonymous();
        using var kept = await client.SendAsync(Request("my-id-1"));
        using var made = await client.SendAsync(Request("<script>"));
        Assert.Equal("my-id-1", kept.Headers.GetValues("X-Request-Id").Single());
        Assert.Matches("^[0-9a-f]{32}$", made.Headers.GetValues("X-Request-Id").Single());

        static HttpRequestMessage Request(string id)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Domain.Item(1));
            request.Headers.TryAddWithoutValidation("X-Request-Id", id);
            return request;
        }
    }

    [Fact]
    public async Task A_foreign_host_or_forwarded_header_gets_nobody_anywhere()
    {
        using var client = app.Authorized();
        using var request = new HttpRequestMessage(HttpMethod.Post, Domain.Collection)
        {
            Content = System.Net.Http.Json.JsonContent.Create(Domain.Body()),
        };
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.DoesNotContain("evil", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("https", response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/scalar/", "text/html")]
    [InlineData("/openapi/v1.json", "application/json")]
    public async Task The_pages_are_there(string path, string mediaType)
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_document_names_every_route()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/openapi/v1.json");
        var document = await response.ReadAsync();
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string>([.. Domain.Routes.Select(route => route.Route), "/api/system", "/api/tasks", "/api/tasks/{id}", "/api/tasks/{id}/result"]),
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet());
    }
}
