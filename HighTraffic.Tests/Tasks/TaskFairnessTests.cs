using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Security;

namespace HighTraffic.Tests.Tasks;

/// <summary>How one client's tasks affect other clients.</summary>
[Collection(SharedApp.Name)]
public sealed class TaskFairnessTests(RunningApp app)
{
    private const int Backlog = 1_000;

    // Of both workers.
    private const int QuickSlots = 8;

    [Fact]
    public async Task A_task_waits_for_what_runs_and_not_for_what_another_client_has_waiting()
    {
        var (greedy, polite) = (Name("greedy"), Name("polite"));
        using var client = await ClientAsync(polite);
        await WithBacklogAsync(greedy, async () =>
        {
            var id = Guid.Parse(await client.AcceptedAsync("echo", new { seconds = 0 }));
            Assert.Equal("succeeded", (await client.EndOfAsync(id.ToString())).Text("status"));
            Assert.InRange(await QueuedAsync(greedy), Backlog / 2, Backlog);

            // Replicas that accept tasks of one client at the same moment give some of them the same turn.
            var overtaken = await app.QueryAsync<long>(
                """
                SELECT count(*) FROM tasks AS other, tasks AS task
                WHERE task.id = $1 AND other.owner = $2 AND other.started_at > task.created_at AND other.started_at < task.started_at
                """, id, greedy);
            Assert.InRange(overtaken, 0, QuickSlots + RunningApp.Replicas);
        });
    }

    [Fact]
    public async Task A_task_whose_worker_is_killed_goes_on_before_what_another_client_has_waiting()
    {
        var (greedy, polite) = (Name("greedy"), Name("polite"));
        using var client = await ClientAsync(polite);
        await WithBacklogAsync(greedy, async () =>
        {
            var id = Guid.Parse(await client.AcceptedAsync("echo", new { seconds = 5 }));
            var worker = await Eventually.GetAsync(
                () => app.QueryAsync<string>("SELECT coalesce(lease_owner, '') FROM tasks WHERE id = $1", id), owner => owner.Length > 0);
            using (var process = Process.GetProcessById(int.Parse(worker[(worker.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture)))
            {
                process.Kill();
            }

            var task = await client.EndOfAsync(id.ToString());
            Assert.Equal(("succeeded", 2), (task.Text("status"), task.GetProperty("attempts").GetInt32()));
            Assert.InRange(await QueuedAsync(greedy), Backlog / 2, Backlog);
        });

        // The other tasks that the worker ran are not lost either.
        await Eventually.GetAsync(
            () => app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE owner = $1 AND status NOT IN ('succeeded', 'canceled')", greedy), open => open == 0);
        Assert.NotEqual(0, await app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE owner = $1 AND status = 'succeeded'", greedy));
    }

    [Fact]
    public async Task A_client_may_have_so_many_open_tasks_and_is_told_how_many()
    {
        const int Most = 3;
        using var replica = await ExtraReplica.StartAsync(
            app, new Dictionary<string, string> { ["HighTraffic:Tasks:MaxOpenPerClient"] = Most.ToString(CultureInfo.InvariantCulture) });
        using var other = replica.Client();
        using var client = new HttpClient { BaseAddress = replica.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.CreateKeyAsync(Name("many"), "tasks"));
        await Eventually.GetAsync(() => StatusAsync(client), status => status == HttpStatusCode.OK);
        var ids = new List<string>();
        var key = Guid.NewGuid().ToString();
        using var known = await PostAsync(client, key);
        ids.Add((await known.ReadAsync()).Text("id")!);
        while (ids.Count < Most)
        {
            ids.Add(await client.AcceptedAsync("echo", new { seconds = 30 }));
        }

        using var refused = await PostAsync(client, Guid.NewGuid().ToString());
        var problem = await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.Contains($"{Most} open tasks", problem.Text("detail"), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);

        // A repeated request gets its task, and other clients have their own count.
        using var again = await PostAsync(client, key);
        Assert.Equal(ids[0], (await again.ReadAsync()).Text("id"));
        await other.EndOfAsync(await other.AcceptedAsync("echo", new { seconds = 0 }));
        foreach (var id in ids)
        {
            using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
            Assert.Equal("canceled", (await client.EndOfAsync(id)).Text("status"));
        }

        using var accepted = await Eventually.GetAsync(() => PostAsync(client, key: null), answer => answer.StatusCode == HttpStatusCode.Accepted);
        using var last = await client.DeleteAsync($"/api/tasks/{(await accepted.ReadAsync()).Text("id")}");
    }

    [Fact]
    public async Task A_quick_task_that_takes_long_fails_and_frees_its_slot()
    {
        using var client = app.Authorized();
        var task = await client.EndOfAsync(await client.AcceptedAsync("echo", new { seconds = 600 }));
        Assert.Equal(("failed", 1), (task.Text("status"), task.GetProperty("attempts").GetInt32()));
        Assert.Equal($"The run took longer than {RunningApp.QuickSeconds} seconds, the limit for quick tasks.", task.Text("error"));
    }

    private async Task WithBacklogAsync(string owner, Func<Task> act)
    {
        using var client = await ClientAsync(owner);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Backlog), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await client.AcceptedInTheEndAsync("echo", new { seconds = 1 }));
        try
        {
            await act();
        }
        finally
        {
            await app.ExecuteAsync($"UPDATE tasks SET status = 'canceled', cancel_requested = true, finished_at = now() WHERE owner = '{owner}' AND status = 'queued'");
        }
    }

    private Task<long> QueuedAsync(string owner) => app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE owner = $1 AND status = 'queued'", owner);

    private async Task<HttpClient> ClientAsync(string name)
    {
        var key = await app.CreateKeyAsync(name, "tasks", "--quota", "unlimited");
        await app.EverywhereKnownAsync(key, "/api/tasks?pageSize=1");
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private static string Name(string name) => $"{name}-{Guid.NewGuid():N}";

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/tasks?pageSize=1");
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = JsonContent.Create(new { type = "echo", parameters = new { seconds = 30 } }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }
}
