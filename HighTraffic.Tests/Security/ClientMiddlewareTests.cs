using System.Security.Claims;
using HighTraffic.Api.Security;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Tests.Security;

public sealed class ClientMiddlewareTests
{
    private const string Text = "htk_00000000000000000000000000000000000000";
    private static readonly KnownKey Shop = new(ApiKeyText.Hash(Text), "shop", [Scopes.Write], "standard", DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    [Fact]
    public async Task A_write_is_logged_with_who_what_and_how_it_ended()
    {
        var lines = await LogAsync("POST", Shop.ToPrincipal(), context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers.Location = "/api/users/by-email?email=private@example.com";
        });
        Assert.Equal("HighTraffic.Audit: shop sent POST /api/users%0A: 201 /api/users/by-email", Assert.Single(lines));
    }

    [Fact]
    public async Task A_write_that_failed_is_logged_as_well()
    {
        var lines = new List<string>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => LogAsync("DELETE", Shop.ToPrincipal(), _ => throw new InvalidOperationException(), lines));
        Assert.Contains("shop sent DELETE /api/users%0A: 500", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_path_is_cut()
    {
        var lines = await LogAsync("DELETE", Shop.ToPrincipal(), context => context.Response.StatusCode = 204, path: $"/api/products/{new string('0', 7_000)}1");
        Assert.InRange(Assert.Single(lines).Length, 200, 400);
    }

    [Fact]
    public async Task Reads_and_strangers_are_not()
    {
        Assert.Empty(await LogAsync("GET", Shop.ToPrincipal(), _ => { }));
        Assert.Empty(await LogAsync("POST", new ClaimsPrincipal(new ClaimsIdentity()), _ => { }));
    }

    [Theory]
    [InlineData("nightly", "token:nightly")]
    [InlineData("bootstrap", "token:bootstrap")]
    public void A_token_never_passes_for_a_key(string subject, string name) => Assert.Equal(name, Token(subject).ClientName);

    [Fact]
    public void A_subject_that_is_no_plain_word_is_named_by_its_hash()
    {
        foreach (var subject in (string[])["", "a b", "a\nb", new string('a', 1_000), "\u00E9"])
        {
            Assert.Matches("^token:[0-9a-f]{32}$", Token(subject).ClientName);
        }
    }

    private static ClaimsPrincipal Token(string subject) => new(new ClaimsIdentity([new Claim(ClaimNames.Subject, subject)], "Bearer", ClaimNames.Subject, null));

    private static async Task<List<string>> LogAsync(string method, ClaimsPrincipal user, Action<HttpContext> handle, List<string>? lines = null, string path = "/api/users\n")
    {
        lines ??= [];
        using var provider = new ListProvider(lines);
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(provider));
        var context = new DefaultHttpContext { User = user };
        (context.Request.Method, context.Request.Path) = (method, path);
        context.SetEndpoint(new Endpoint(null, EndpointMetadataCollection.Empty, null));
        await new ClientMiddleware(
            handled =>
            {
                handle(handled);
                return Task.CompletedTask;
            },
            loggers).InvokeAsync(context);
        return lines;
    }
}
