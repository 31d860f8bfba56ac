using System.Net;
using System.Text.Json;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Figures;

/// <summary>The figures of the running system.</summary>
[Collection(SharedApp.Name)]
public sealed class SystemTests(RunningApp app)
{
    private const string Path = "/api/system";
    private static readonly string[] AllReplicas = ["api-1", "api-2", "api-3"];

    [Fact]
    public async Task They_are_of_all_replicas_whichever_is_asked()
    {
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var asked = app.Client(number);
            await Eventually.GetAsync(
                async () =>
                {
                    // A different number of times for each replica.
                    for (var busy = 1; busy <= RunningApp.Replicas; busy++)
                    {
                        using var replica = app.Client(busy);
                        for (var request = 0; request < 10 * busy; request++)
                        {
                            await replica.StatusAsync(Domain.Item(31));
                        }
                    }

                    return await ReadAsync(asked);
                },
                figures => figures.GetProperty("isComplete").GetBoolean() && Rates(figures) is [var first, var second, var third]
                    && first > 0 && first < second && second < third);
        }

        using var client = app.Anonymous();
        var figures = await ReadAsync(client);
        Assert.Equal(AllReplicas, Names(figures));
        Assert.Equal(Rates(figures).Sum(), figures.GetProperty("requestsPerSecond").GetDouble(), tolerance: 0.3);
        var shares = figures.GetProperty("layers").EnumerateObject().Select(layer => layer.Value.GetDouble()).ToArray();
        Assert.Equal(1, shares.Sum(), tolerance: 0.001);
        Assert.True(figures.GetProperty("layers").GetProperty("memory").GetDouble() > 0.5);
        Assert.InRange(figures.GetProperty("p50Milliseconds").GetDouble(), 0.001, figures.GetProperty("p99Milliseconds").GetDouble());
    }

    [Fact]
    public async Task However_many_look_Nginx_asks_once_a_second()
    {
        using var client = app.Anonymous();
        var status = await Eventually.GetAsync(() => client.StatusAsync(Path), status => status.Contains("nginx; hit", StringComparison.Ordinal));
        Assert.NotEmpty(status);
        using var response = await client.GetAsync(Path);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.CacheControl!.SharedMaxAge);
        Assert.Equal(TimeSpan.Zero, response.Headers.CacheControl.MaxAge);
    }

    [Fact]
    public async Task A_task_is_counted_while_it_runs()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync("echo", new { seconds = 600 });
        await Eventually.GetAsync(
            async () =>
            {
                var tasks = (await ReadAsync(client)).GetProperty("tasks");
                var running = await app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE status = 'running'");
                return tasks.ValueKind == JsonValueKind.Object && running > 0 && tasks.GetProperty("running").GetInt64() == running;
            },
            isRight => isRight);
        using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        Assert.Equal(HttpStatusCode.Accepted, canceled.StatusCode);
    }

    [Fact]
    public async Task To_look_changes_no_figure()
    {
        using var client = app.Anonymous();
        await Eventually.GetAsync(() => ReadAsync(client), figures => figures.GetProperty("requestsPerSecond").GetDouble() == 0);
    }

    [Fact]
    public async Task Without_redis_there_are_those_of_the_replica_that_was_asked()
    {
        using var client = app.Client(2);
        await Eventually.GetAsync(() => ReadAsync(client), IsOfAll);
        await app.StopAsync(ResourceNames.Cache);
        try
        {
            var figures = await Eventually.GetAsync(() => ReadAsync(client), figures => !figures.GetProperty("isComplete").GetBoolean());
            Assert.Equal("api-2", Assert.Single(Names(figures)));
            using var gateway = app.Anonymous();
            await ReadAsync(gateway);
        }
        finally
        {
            await app.StartAsync(ResourceNames.Cache);
        }

        await Eventually.GetAsync(() => ReadAsync(client), IsOfAll);
    }

    [Fact]
    public async Task What_is_old_or_no_report_at_all_is_passed_over_and_removed()
    {
        await using var redis = await app.ConnectToRedisAsync();
        var database = redis.GetDatabase();
        using var client = app.Client(1);
        await Eventually.GetAsync(() => ReadAsync(client), IsOfAll);
        await database.HashSetAsync("HighTraffic:figures", [new("nonsense", "{"), new("gone", """{"at":"2020-01-01T00:00:00Z","seconds":1,"durations":{"1":1}}""")]);
        await Eventually.GetAsync(
            async () =>
            {
                Assert.All(Names(await ReadAsync(client)), name => Assert.Contains(name, AllReplicas));
                return await database.HashKeysAsync("HighTraffic:figures");
            },
            keys => keys.Select(key => key.ToString()).Order().SequenceEqual(AllReplicas));
    }

    [Fact]
    public async Task Another_method_and_a_query_that_is_no_text_are_refused()
    {
        using var client = app.Anonymous();
        using var posted = await client.PostAsync(Path, null);
        await posted.AssertProblemAsync(HttpStatusCode.MethodNotAllowed);
        using var broken = await client.GetAsync($"{Path}?x=%FF");
        await broken.AssertProblemAsync(HttpStatusCode.BadRequest, "x");
        using var missing = await client.GetAsync($"{Path}/x");
        await missing.AssertProblemAsync(HttpStatusCode.NotFound);
    }

    private static bool IsOfAll(JsonElement figures) => figures.GetProperty("isComplete").GetBoolean() && Names(figures).SequenceEqual(AllReplicas);

    private static string[] Names(JsonElement figures) => [.. figures.GetProperty("replicas").EnumerateArray().Select(replica => replica.Text("name")!)];

    private static double[] Rates(JsonElement figures) =>
        [.. figures.GetProperty("replicas").EnumerateArray().Select(replica => replica.GetProperty("requestsPerSecond").GetDouble())];

    private static async Task<JsonElement> ReadAsync(HttpClient client)
    {
        using var response = await client.GetAsync(Path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.ReadAsync();
    }
}
