using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Core;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighTraffic.Tests.Faults;

/// <summary>No accepted task is lost and none counts twice, whatever fails meanwhile.</summary>
[Collection(SharedApp.Name)]
public sealed class TaskFaultTests(RunningApp app)
{
    private const string Dashboard = "aspire-dashboard";
    private const string Killed = "killed";
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Workers_that_are_killed_twenty_times_change_each_item_as_often_as_asked()
    {
        const int Kills = 20;
        const int Items = 4_000;
        const string Group = "Doubled";
        await Domain.AddAsync(app, Group, Items);
        using var client = app.Authorized();
        var ids = new List<string>();
        for (var i = 0; i < Kills; i++)
        {
            ids.Add(await client.AcceptedAsync(Domain.BulkTask, Domain.BulkParameters(Group)));
            ids.Add(await client.AcceptedAsync("echo", new { seconds = 1 }));
            await Eventually.GetAsync(KillOneThatRunsAsync, outcome => outcome == Killed, TimeSpan.FromMinutes(4));
        }

        foreach (var id in ids)
        {
            var task = await client.EndOfAsync(id);
            Assert.True(task.Text("status") == "succeeded", task.ToString());
        }

        Assert.Equal(Items, await Domain.CountDoubledAsync(app, Group, Kills));
        Assert.NotEqual(0, await app.QueryAsync<long>($"SELECT count(*) FROM tasks WHERE id = ANY ($1) AND type = '{Domain.BulkTask}' AND attempts > 1", ids.Select(Guid.Parse).ToArray()));
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_hands_its_run_over_at_once()
    {
        using var client = app.Authorized();
        var id = Guid.Parse(await client.AcceptedAsync("echo", new { seconds = 5 }));
        await Eventually.GetAsync(() => app.QueryAsync<int>("SELECT progress FROM tasks WHERE id = $1", id), progress => progress > 10);
        var lease = await app.QueryAsync<DateTime>("SELECT lease_until FROM tasks WHERE id = $1", id);
        var owner = await app.QueryAsync<string>("SELECT lease_owner FROM tasks WHERE id = $1", id);
        await LinuxProcess.SignalAsync("TERM", ProcessOf(owner));

        await Eventually.GetAsync(() => app.QueryAsync<int>("SELECT attempts FROM tasks WHERE id = $1", id), attempts => attempts == 2);
        Assert.True(await app.QueryAsync<bool>("SELECT now() < $1::timestamptz", lease), "The task waited for the end of its lease.");
        Assert.NotEqual(owner, await app.QueryAsync<string>("SELECT coalesce(lease_owner, '') FROM tasks WHERE id = $1", id));
        Assert.Equal(1, await app.QueryAsync<int>("SELECT uncounted_attempts FROM tasks WHERE id = $1", id));
        Assert.InRange(await app.QueryAsync<double>("SELECT (checkpoint ->> 'seconds')::float8 FROM tasks WHERE id = $1", id), 0.5, 5);
        Assert.Equal("succeeded", (await client.EndOfAsync(id.ToString())).Text("status"));
    }

    [Fact]
    public async Task Without_rabbitmq_tasks_are_accepted_and_run_when_it_is_back()
    {
        using var client = app.Authorized();
        var ids = new List<string>();
        await app.StopAsync(ResourceNames.Messaging);
        for (var i = 0; i < 200; i++)
        {
            ids.Add(await client.AcceptedAsync("echo", new { seconds = 0 }));
            await Task.Delay(Outage / 200);
        }

        await app.StartAsync(ResourceNames.Messaging);
        await AllSucceedOnceAsync(client, ids);
    }

    [Fact]
    public async Task While_no_queue_takes_the_messages_tasks_are_accepted_and_few_messages_are_tried()
    {
        const int Tasks = 200;
        using var client = app.Authorized();
        var queue = TaskQueues.NameOf(TaskLane.Quick);
        var ids = new List<string>();
        var before = await FailuresToPublishAsync();
        await using (var broker = await Broker.ConnectAsync(app))
        {
            await broker.Channel.QueueUnbindAsync(queue, exchange: queue, routingKey: string.Empty);
            for (var i = 0; i < Tasks; i++)
            {
                ids.Add(await client.AcceptedAsync("echo", new { seconds = 0 }));
            }

            await Eventually.GetAsync(async () => await FailuresToPublishAsync() - before, failures => failures > 0);
            await broker.Channel.QueueBindAsync(queue, exchange: queue, routingKey: string.Empty);
        }

        Assert.InRange(await FailuresToPublishAsync() - before, 1, Tasks / 2);
        await AllSucceedOnceAsync(client, ids);
    }

    [Theory]
    [InlineData(ResourceNames.Postgres)]
    [InlineData(ResourceNames.Cache)]
    public async Task A_server_that_is_restarted_costs_no_task(string server)
    {
        const string Group = "Restarted";
        await Domain.AddAsync(app, Group + server, count: 2_000);
        using var client = app.Authorized();
        var doubled = new List<string>();
        var echoed = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            doubled.Add(await client.AcceptedAsync(Domain.BulkTask, Domain.BulkParameters(Group + server)));
        }

        var restart = RestartAsync(server);
        for (var i = 0; i < 50; i++)
        {
            echoed.Add(await client.AcceptedInTheEndAsync("echo", new { seconds = 0 }));
        }

        await restart;
        await AllSucceedAsync(client, [.. doubled, .. echoed]);
        Assert.Equal(50, echoed.Distinct().Count());
        Assert.Equal(2_000, await Domain.CountDoubledAsync(app, Group + server, times: 10));
    }

    [Fact]
    public async Task When_everything_is_killed_every_task_goes_on_where_it_was()
    {
        const string Group = "Survivors";
        await Domain.AddAsync(app, Group, count: 4_000);
        using var client = app.Authorized();
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await client.AcceptedAsync(Domain.BulkTask, Domain.BulkParameters(Group)));
            ids.Add(await client.AcceptedAsync("echo", new { seconds = 2 }));
        }

        var processes = await AllProcessesAsync();
        foreach (var (_, process) in processes.Values)
        {
            Assert.True(Kill(process));
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        foreach (var (instance, (resource, killed)) in processes)
        {
            await app.App.ResourceNotifications.WaitForResourceAsync(
                resource, change => change.ResourceId == instance && change.Snapshot.HealthStatus == HealthStatus.Healthy && app.ProcessId(instance) != killed, limit.Token);
        }

        await app.SettleAsync();
        await AllSucceedAsync(client, ids);
        Assert.Equal(4_000, await Domain.CountDoubledAsync(app, Group, times: 10));
    }

    private async Task<Dictionary<string, (string Resource, int Process)>> AllProcessesAsync()
    {
        const int Instances = 9;
        var processes = new Dictionary<string, (string, int)>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await foreach (var change in app.App.ResourceNotifications.WatchAsync(limit.Token))
        {
            if (change.Resource.Name != Dashboard && change.Snapshot.State?.Text == KnownResourceStates.Running && change.Snapshot.Properties.Any(property => property.Name == "executable.pid"))
            {
                processes[change.ResourceId] = (change.Resource.Name, app.ProcessId(change.ResourceId));
            }

            if (processes.Count == Instances)
            {
                break;
            }
        }

        return processes;
    }

    private static async Task AllSucceedAsync(HttpClient client, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            var task = await client.EndOfAsync(id);
            Assert.True(task.Text("status") == "succeeded", task.ToString());
        }
    }

    private async Task AllSucceedOnceAsync(HttpClient client, List<string> ids)
    {
        await AllSucceedAsync(client, ids);
        Assert.Equal(ids.Count, await app.QueryAsync<long>("SELECT sum(attempts) FROM tasks WHERE id = ANY ($1)", ids.Select(Guid.Parse).ToArray()));
    }

    private async Task<int> FailuresToPublishAsync()
    {
        var failures = 0;
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            failures += await app.CountLogLinesAsync($"{ResourceNames.Api}-{number}", "could not be published");
        }

        return failures;
    }

    private async Task RestartAsync(string server)
    {
        await app.StopAsync(server);
        await app.StartAsync(server);
    }

    // The name of a lease's owner ends with its process id.
    private static int ProcessOf(string owner) => int.Parse(owner[(owner.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    // Kills a worker at a random moment of a run, preferably one whose work must not be done twice.
    private async Task<string> KillOneThatRunsAsync()
    {
        var owner = await app.QueryAsync<string>(
            "SELECT coalesce((SELECT lease_owner FROM tasks WHERE status = 'running' ORDER BY lease_until DESC, type DESC LIMIT 1), '')");
        await Task.Delay(Random.Shared.Next(200));
        return owner.Length == 0 ? "No task is running."
            : Kill(ProcessOf(owner)) ? Killed
            : $"The worker {owner} has ended before, and its lease lasts.";
    }

    private static bool Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (ArgumentException)
        {
            // It was killed before, but its lease has not ended.
            return false;
        }
    }
}
