using System.Net;
using System.Net.Http.Json;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;
using HighTraffic.Tests.Faults;

namespace HighTraffic.Tests.Resilience;

/// <summary>What clients get while Redis or PostgreSQL is down.</summary>
[Collection(SharedApp.Name)]
public sealed class OutageTests(RunningApp app)
{
    [Fact]
    public async Task Without_redis_no_request_fails_and_evictions_are_made_up_for()
    {
        using var client = app.Authorized();
        var id = await CreateAsync(client);
        var stop = 0;
        var outcomes = await RequestStream.DuringAsync(8, number => client.GetAsync(Domain.Item(1 + (number % 50))), async () =>
        {
            await app.StopAsync(ResourceNames.Cache);
            await RenameAsync(client, id, $"Without {++stop}");
            await SeesAsync(client, id, $"Without {stop}");
            await app.StartAsync(ResourceNames.Cache);
        });
        Assert.Equal(["OK"], outcomes.Keys);
        await RenameAsync(client, id, "With again");
        await SeesAsync(client, id, "With again");
        using var replica = app.Client(1);
        await Eventually.GetAsync(() => replica.StatusAsync(Domain.Item(1)), status => status.Contains("detail=redis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redis_that_hangs_fails_nothing_and_forgets_no_eviction()
    {
        using var client = app.Authorized();
        var id = await CreateAsync(client);
        var redis = app.ProcessIds(ResourceNames.Cache);
        for (var number = 1; number <= 3; number++)
        {
            using var replica = app.Client(number);
            await replica.StatusAsync(Domain.Item(id));
        }

        await LinuxProcess.SignalAsync("STOP", redis);
        try
        {
            await RenameAsync(client, id, "Overtaken");
            await RenameAsync(client, id, "While it hangs");
            await SeesAsync(client, id, "While it hangs");
        }
        finally
        {
            await LinuxProcess.SignalAsync("CONT", redis);
            await app.SettleAsync();
        }

        // Redis still has the old response, which must not be served for long.
        await SeesAsync(client, id, "While it hangs");
        using var response = await client.GetAsync(Domain.Item(id));
        Assert.Equal("While it hangs", (await response.ReadAsync()).Text(Domain.Text));
    }

    [Fact]
    public async Task Without_postgres_cached_reads_go_on_and_the_rest_is_told_to_come_back()
    {
        using var client = app.Authorized();
        using var replica = app.Client(2);
        await Eventually.GetAsync(() => replica.StatusAsync(Domain.Page(81)), status => status.Contains("; hit", StringComparison.Ordinal));
        await app.StopAsync(ResourceNames.Postgres);
        try
        {
            for (var i = 0; i < 20; i++)
            {
                using var cached = await client.GetAsync(Domain.Page(81));
                Assert.Equal(HttpStatusCode.OK, cached.StatusCode);
            }

            using var uncached = await client.GetAsync(Domain.Page(82));
            await uncached.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(uncached.Headers.RetryAfter);
        }
        finally
        {
            await app.StartAsync(ResourceNames.Postgres);
        }

        await Eventually.GetAsync(() => GetStatusAsync(client, Domain.Page(82)), status => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_postgres_that_hangs_holds_up_no_cached_read_and_the_rest_is_refused_without_waiting_for_it_each_time()
    {
        using var client = app.Authorized();
        using var replica = app.Client(3);
        await Eventually.GetAsync(() => replica.StatusAsync(Domain.Page(83)), status => status.Contains("; hit", StringComparison.Ordinal));
        int[] processes = app.ProcessIds(ResourceNames.Postgres);
        await LinuxProcess.SignalAsync("STOP", processes);
        try
        {
            // If each request waited for its own timeout, all together would exceed the limit.
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            for (var i = 0; i < 100; i++)
            {
                using var uncached = await replica.GetAsync(Domain.Search($"hangs{i}"), limit.Token);
                await uncached.AssertProblemAsync(HttpStatusCode.ServiceUnavailable);
                Assert.NotNull(uncached.Headers.RetryAfter);
                Assert.Contains("; hit", await replica.StatusAsync(Domain.Page(83)), StringComparison.Ordinal);

                // A request that never queries the database must not make it look alive.
                using var invalid = await replica.GetAsync(Domain.Page(0), limit.Token);
                await invalid.AssertProblemAsync(HttpStatusCode.BadRequest, Domain.PageSize);
                Assert.Equal(HttpStatusCode.OK, await GetStatusAsync(replica, "/alive"));
                Assert.Equal(HttpStatusCode.OK, await GetStatusAsync(replica, "/health"));
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetStatusAsync(replica, "/health/dependencies"));
        }
        finally
        {
            await LinuxProcess.SignalAsync("CONT", processes);
            await app.SettleAsync();
        }

        await Eventually.GetAsync(() => GetStatusAsync(replica, Domain.Page(84)), status => status == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> GetStatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task<long> CreateAsync(HttpClient client)
    {
        using var created = await client.PostAsJsonAsync(Domain.Collection, Domain.Body());
        return (await created.ReadAsync()).GetProperty("id").GetInt64();
    }

    private static async Task RenameAsync(HttpClient client, long id, string name)
    {
        using var renamed = await client.PutAsJsonAsync(Domain.Item(id), Domain.Body(name));
        Assert.True(renamed.StatusCode == HttpStatusCode.OK, await renamed.Content.ReadAsStringAsync());
    }

    // The promise of 2 s holds while all servers answer. A hanging server costs each lookup its timeout.
    private static Task<string?> SeesAsync(HttpClient client, long id, string expected) => Eventually.GetAsync(
        async () =>
        {
            using var response = await client.GetAsync(Domain.Item(id));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return (await response.ReadAsync()).Text(Domain.Text);
        },
        name => name == expected,
        TimeSpan.FromSeconds(10));
}
