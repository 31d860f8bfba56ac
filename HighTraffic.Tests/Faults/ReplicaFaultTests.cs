using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using Npgsql;

namespace HighTraffic.Tests.Faults;

[Collection(SharedApp.Name)]
public sealed class ReplicaFaultTests(RunningApp app)
{
    [Fact]
    public async Task A_killed_replica_fails_no_read_and_comes_back()
    {
        using var client = app.Anonymous();
        var killed = app.ProcessId("api-2");
        var outcomes = await RequestStream.DuringAsync(8, number => client.GetAsync(Domain.Item(1 + (number % 500))), async () =>
        {
            using (var process = Process.GetProcessById(killed))
            {
                process.Kill();
            }

            await HealthyAgainAsync("api-2", killed);
        });
        Assert.Equal(["OK"], outcomes.Keys);
        await ServesAsync("api-2");
    }

    [Fact]
    public async Task A_hanging_replica_fails_no_read()
    {
        using var client = app.Anonymous();
        var hanging = app.ProcessId("api-1");
        await LinuxProcess.SignalAsync("STOP", hanging);
        try
        {
            // With so many different reads at once, some go to the hanging replica.
            var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => client.GetAsync(Domain.Item(501 + number))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }
        finally
        {
            await LinuxProcess.SignalAsync("CONT", hanging);
        }

        await ServesAsync("api-1");
    }

    [Fact]
    public async Task A_stopping_replica_fails_nothing_not_even_a_write()
    {
        using var client = app.Authorized();
        var stopped = app.ProcessId("api-3");
        var outcomes = await RequestStream.DuringAsync(
            8,
            number => number % 4 == 0
                ? client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 0 } })
                : client.GetAsync(Domain.Item(1 + (number % 500))),
            async () =>
            {
                await LinuxProcess.SignalAsync("TERM", stopped);
                await HealthyAgainAsync("api-3", stopped);
            });
        Assert.Equal(["OK"], outcomes.Keys);
    }

    [Fact]
    public async Task Killed_connections_of_the_database_fail_no_read()
    {
        const string Others = "FROM pg_stat_activity WHERE datname = 'appdb' AND pid <> pg_backend_pid() AND application_name <> 'AppHost'";
        using var client = app.Authorized();
        var outcomes = await RequestStream.DuringAsync(16, number => client.GetAsync(Domain.PrivateReadOf(1 + (number % Domain.PrivateRows))), async () =>
        {
            Assert.InRange(await app.QueryAsync<long>($"SELECT count(pg_terminate_backend(pid)) {Others}"), RunningApp.Replicas, long.MaxValue);

            // The tests' own connections are also lost.
            NpgsqlConnection.ClearAllPools();
            await Eventually.GetAsync(() => app.QueryAsync<long>($"SELECT count(*) {Others}"), open => open >= RunningApp.Replicas);
        });
        Assert.Equal(["OK"], outcomes.Keys);
    }

    [Fact]
    public async Task Parallel_reads_hold_no_more_connections_than_planned()
    {
        using var client = app.Authorized();
        var most = 0L;
        var outcomes = await RequestStream.DuringAsync(100, number => client.GetAsync(Domain.PrivateReadOf(1 + (number % Domain.PrivateRows))), async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                most = Math.Max(most, await app.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = 'appdb' AND application_name <> 'AppHost'"));
            }
        });
        var limit = long.Parse(await app.QueryAsync<string>("SHOW max_connections"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(most, RunningApp.Replicas, limit - 10);
        Assert.All(outcomes.Keys, outcome => Assert.True(outcome == "OK" || outcome.StartsWith("503", StringComparison.Ordinal), outcome));
    }

    [Fact]
    public async Task A_killed_worker_loses_no_task()
    {
        using var client = app.Authorized();
        var ids = new List<string?>();
        for (var i = 0; i < 10; i++)
        {
            using var accepted = await client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 2 } });
            ids.Add((await accepted.ReadAsync()).Text("id"));
        }

        await Eventually.GetAsync(() => app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE status = 'running'"), running => running > 0);
        var owner = await app.QueryAsync<string>("SELECT lease_owner FROM tasks WHERE status = 'running' LIMIT 1");
        Assert.NotNull(owner);
        using (var process = Process.GetProcessById(await WorkerProcessAsync()))
        {
            process.Kill();
        }

        foreach (var id in ids)
        {
            await Eventually.GetAsync(
                async () =>
                {
                    using var response = await client.GetAsync($"/api/tasks/{id}");
                    return (await response.ReadAsync()).Text("status");
                },
                status => status == "succeeded",
                TimeSpan.FromMinutes(2));
        }
    }

    private async Task<int> WorkerProcessAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var worker = await app.HealthyAsync(ResourceNames.Worker, limit.Token);
        return app.ProcessId(worker.ResourceId);
    }

    private async Task HealthyAgainAsync(string replica, int formerProcess)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await app.App.ResourceNotifications.WaitForResourceAsync(
            replica,
            change => change.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy && app.ProcessId(replica) != formerProcess,
            limit.Token);
    }

    private async Task ServesAsync(string replica)
    {
        using var client = app.Anonymous();
        var id = 1_000;
        await Eventually.GetAsync(
            async () =>
            {
                using var response = await client.GetAsync(Domain.Item(++id));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                return response.Headers.GetValues("X-Served-By").Single();
            },
            server => server == replica);
    }
}
