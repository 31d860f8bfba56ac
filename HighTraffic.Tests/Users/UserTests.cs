using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Users;

[Collection(SharedApp.Name)]
public sealed class UserTests(RunningApp app)
{
    [Fact]
    public async Task A_user_is_found_by_the_address_whatever_its_case_and_never_from_a_cache()
    {
        using var client = app.Authorized();
        using var response = await client.GetAsync("/api/users/by-email?email=USER77@Example.com");
        var user = await response.ReadAsync();
        Assert.Equal(77, user.GetProperty("id").GetInt64());
        Assert.Equal("user77@example.com", user.Text("email"));
        Assert.True(response.Headers.CacheControl!.NoStore);

        var name = await app.QueryAsync<string>("UPDATE users SET display_name = display_name || '.' WHERE id = 77 RETURNING display_name");
        using var second = await client.GetAsync("/api/users/by-email?email=user77@example.com");
        Assert.Equal(name, (await second.ReadAsync()).Text("displayName"));
    }

    [Fact]
    public async Task The_look_up_uses_the_unique_index()
    {
        var plan = await app.QueryAsync<string>("EXPLAIN SELECT * FROM users WHERE email_key = lower('USER77@example.com')");
        Assert.Contains("Index Scan using ux_users_email_key", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_missing_and_bad_addresses_are_told_apart()
    {
        using var client = app.Authorized();
        using var unknown = await client.GetAsync("/api/users/by-email?email=nobody@example.com");
        using var missing = await client.GetAsync("/api/users/by-email");
        using var bad = await client.GetAsync("/api/users/by-email?email=nobody");
        using var doubled = await client.GetAsync("/api/users/by-email?email=user1@example.com&email=user2@example.com");
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound);
        await missing.AssertProblemAsync(HttpStatusCode.BadRequest, "email");
        await doubled.AssertProblemAsync(HttpStatusCode.BadRequest, "email");
        await bad.AssertProblemAsync(HttpStatusCode.BadRequest, "email");
    }

    [Fact]
    public async Task An_address_is_taken_once_whatever_its_case()
    {
        using var client = app.Authorized();
        using var first = await client.PostAsJsonAsync("/api/users", new { email = "New@Example.com", displayName = "New" });
        using var second = await client.PostAsJsonAsync("/api/users", new { email = "nEW@example.COM", displayName = "Newer" });
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.NotNull(first.Headers.Location);
        await second.AssertProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_broken_rule_is_named()
    {
        using var client = app.Authorized();
        using var response = await client.PostAsJsonAsync("/api/users", new { email = "not an address", displayName = "" });
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, "email", "displayName");
    }

    [Fact]
    public async Task Personal_data_needs_the_key()
    {
        using var client = app.Anonymous();
        using var read = await client.GetAsync("/api/users/by-email?email=user1@example.com");
        using var write = await client.PostAsJsonAsync("/api/users", new { email = "a@example.com", displayName = "A" });
        await read.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await write.AssertProblemAsync(HttpStatusCode.Unauthorized);
    }
}
