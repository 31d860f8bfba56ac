using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Core;
using HighTraffic.Data.Keys;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Security;

/// <summary>Named keys: created, rotated and revoked while three replicas serve.</summary>
[Collection(SharedApp.Name)]
public sealed class ApiKeyTests(RunningApp app)
{
    private static readonly string Yesterday = DateTimeOffset.UtcNow.AddDays(-1).ToString("O");
    private static readonly string Tomorrow = DateTimeOffset.UtcNow.AddDays(1).ToString("O");

    [Fact]
    public async Task A_key_opens_what_its_scopes_name_and_its_tasks_bear_its_name()
    {
        var key = await app.CreateKeyAsync("shop", "tasks");
        Assert.True(ApiKeyText.IsWellFormed(key));
        await AnswersEverywhereAsync(key, "/api/tasks?pageSize=1", HttpStatusCode.OK);
        await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.Forbidden);
        using var client = Client(key);
        var id = await client.AcceptedAsync("echo", new { seconds = 0 });
        Assert.Equal("shop", await app.QueryAsync<string>("SELECT owner FROM tasks WHERE id = $1", Guid.Parse(id)));
    }

    [Fact]
    public async Task A_key_may_ask_for_a_fresh_answer()
    {
        var key = await app.CreateKeyAsync("reader", "read:personal");
        await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.OK);
        using var client = Client(key);
        client.DefaultRequestHeaders.CacheControl = new() { NoCache = true };
        Assert.Contains("fwd=request", await client.StatusAsync(Domain.Item(12)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_changes_from_one_key_to_the_next_without_a_failure()
    {
        var first = await app.CreateKeyAsync("mobile", "read:personal");
        await AnswersEverywhereAsync(first, Domain.PrivateRead, HttpStatusCode.OK);
        var second = await app.CreateKeyAsync("mobile", "read:personal", "--quota", "unlimited");
        await AnswersEverywhereAsync(second, Domain.PrivateRead, HttpStatusCode.OK);
        using var next = Client(second);
        var outcomes = await Faults.RequestStream.DuringAsync(4, _ => next.GetAsync(Domain.PrivateRead), async () =>
        {
            await app.RevokeKeyAsync(first);
            await AnswersEverywhereAsync(first, Domain.PrivateRead, HttpStatusCode.Unauthorized);
        });
        Assert.Equal(["OK"], outcomes.Keys);
    }

    [Fact]
    public async Task Without_redis_a_revoked_key_ends_as_well()
    {
        var key = await app.CreateKeyAsync("offline", "read:personal");
        await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.OK);
        await app.StopAsync(ResourceNames.Cache);
        try
        {
            await app.RevokeKeyAsync(key);
            await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.Unauthorized);
        }
        finally
        {
            await app.StartAsync(ResourceNames.Cache);
        }
    }

    [Fact]
    public async Task A_key_is_valid_in_its_time_only()
    {
        var over = await app.CreateKeyAsync("seasonal", "read:personal", "--not-before", Yesterday, "--expires", Yesterday);
        var early = await app.CreateKeyAsync("seasonal", "read:personal", "--not-before", Tomorrow);
        var now = await app.CreateKeyAsync("seasonal", "read:personal", "--not-before", Yesterday, "--expires", Tomorrow);
        await AnswersEverywhereAsync(now, Domain.PrivateRead, HttpStatusCode.OK);
        await AnswersEverywhereAsync(over, Domain.PrivateRead, HttpStatusCode.Unauthorized);
        await AnswersEverywhereAsync(early, Domain.PrivateRead, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_leaked_key_is_traced_to_its_holder_and_its_text_is_nowhere()
    {
        var key = await app.CreateKeyAsync("leaky", "write");
        var (code, owner) = await app.KeysAsync(["identify"], input: key);
        Assert.Equal(0, code);
        Assert.Contains("\tleaky\t", owner, StringComparison.Ordinal);
        var (unknown, _) = await app.KeysAsync(["identify"], input: ApiKeyText.Generate());
        Assert.Equal(1, unknown);
        Assert.Equal(0, await app.QueryAsync<long>("SELECT count(*) FROM api_keys AS key WHERE key::text LIKE '%' || $1 || '%'", key));
    }

    [Theory]
    [InlineData("create", "--name", "Shop", "--scopes", "write")]
    [InlineData("create", "--name", "bootstrap", "--scopes", "write")]
    [InlineData("create", "--name", "shop", "--scopes", "all")]
    [InlineData("create", "--name", "shop")]
    [InlineData("revoke", "0")]
    public async Task A_wrong_command_makes_nothing(params string[] arguments)
    {
        var before = await app.QueryAsync<long>("SELECT count(*) FROM api_keys");
        var (code, output) = await app.KeysAsync(arguments);
        Assert.NotEqual(0, code);
        Assert.NotEmpty(output);
        Assert.Equal(before, await app.QueryAsync<long>("SELECT count(*) FROM api_keys"));
    }

    [Fact]
    public async Task The_dashboard_makes_lists_and_revokes_keys()
    {
        var created = await RunAsync("create-key", ("name", "dashboard"), ("scopes", "read:personal"), ("quota", ""));
        Assert.True(created.Success, created.Message);
        var key = created.Data!.Value;
        await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.OK);

        var list = (await RunAsync("list-keys")).Data!.Value;
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        var id = list.Split('\n').Single(line => line.Contains($" {key[..8]}… ", StringComparison.Ordinal)).Split(' ')[0];
        Assert.True((await RunAsync("revoke-key", ("id", id))).Success);
        await AnswersEverywhereAsync(key, Domain.PrivateRead, HttpStatusCode.Unauthorized);
        Assert.False((await RunAsync("revoke-key", ("id", id))).Success);
        Assert.False((await RunAsync("create-key", ("name", "Dashboard"), ("scopes", "write"), ("quota", ""))).Success);
        Assert.False((await RunAsync("create-key", ("name", "dashboard"), ("scopes", "all"), ("quota", ""))).Success);
    }

    private Task<ExecuteCommandResult> RunAsync(string command, params (string Name, string Value)[] arguments) =>
        app.App.ResourceCommands.ExecuteCommandAsync(
            ResourceNames.Migrations,
            command,
            new InteractionInputCollection([.. arguments.Select(argument => new InteractionInput { Name = argument.Name, InputType = InputType.Text, Value = argument.Value })]));

    private HttpClient Client(string key)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private async Task AnswersEverywhereAsync(string key, string path, HttpStatusCode status)
    {
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var replica = app.Client(number);
            replica.DefaultRequestHeaders.Add("X-Api-Key", key);
            await Eventually.GetAsync(
                async () =>
                {
                    using var response = await replica.GetAsync(path);
                    return response.StatusCode;
                },
                answer => answer == status,
                TimeSpan.FromSeconds(10));
        }
    }
}
