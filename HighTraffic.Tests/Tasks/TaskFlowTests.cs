using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;
using RabbitMQ.Client;

namespace HighTraffic.Tests.Tasks;

/// <summary>No task waits for unrelated work, and none is kept forever.</summary>
[Collection(SharedApp.Name)]
public sealed class TaskFlowTests(RunningApp app)
{
    [Fact]
    public async Task Bulk_work_does_not_hold_up_what_is_quick()
    {
        const string Group = "Held up";
        await Domain.AddAsync(app, Group, count: 2);
        using var client = app.Authorized();
        List<string> bulk = [];

        // A lock on the rows blocks the runs, however many slots there are.
        await using (var database = await app.OpenDatabaseAsync())
        await using (var transaction = await database.BeginTransactionAsync())
        {
            await Domain.LockAsync(database, Group);
            for (var i = 0; i < 10; i++)
            {
                bulk.Add(await client.AcceptedAsync(Domain.BulkTask, Domain.BulkParameters(Group)));
            }

            await Eventually.GetAsync(() => app.QueryAsync<long>($"SELECT count(*) FROM tasks WHERE status = 'running' AND type = '{Domain.BulkTask}'"), running => running == 4);
            for (var i = 0; i < 10; i++)
            {
                var quick = await client.EndOfAsync(await client.AcceptedAsync("echo", new { seconds = 0 }));
                Assert.Equal("succeeded", quick.Text("status"));
            }

            Assert.Equal(0, await app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE id = ANY ($1::uuid[]) AND finished_at IS NOT NULL", bulk.Select(Guid.Parse).ToArray()));
        }

        foreach (var id in bulk)
        {
            Assert.Equal("succeeded", (await client.EndOfAsync(id)).Text("status"));
        }

        Assert.Equal(2, await Domain.CountDoubledAsync(app, Group, times: 10));
    }

    [Fact]
    public async Task A_message_that_nobody_understands_blocks_nothing()
    {
        using var client = app.Authorized();
        await using var broker = await Broker.ConnectAsync(app);
        var mark = Guid.NewGuid().ToString();
        foreach (var poison in new[] { mark, $$$"""{"messageType":["urn:message:HighTraffic.Core.Messaging:RunTask"],"message":{"taskId":"{{{mark}}}?"}}""" })
        {
            await broker.Channel.BasicPublishAsync(
                "tasks-quick", string.Empty, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, System.Text.Encoding.UTF8.GetBytes(poison));
        }

        Assert.Equal("succeeded", (await client.EndOfAsync(await client.AcceptedAsync("echo", new { seconds = 0 }))).Text("status"));
        for (var i = 0; i < 2; i++)
        {
            await Eventually.GetAsync(() => broker.TakeAsync("tasks-quick_error", mark), found => found is not null);
        }
    }

    [Fact]
    public async Task A_message_that_got_lost_with_the_broker_is_sent_again()
    {
        using var client = app.Authorized();
        var id = Guid.CreateVersion7();
        await app.ExecuteAsync(
            $$"""
            INSERT INTO tasks (id, type, lane, parameters, status, progress, attempts, failures, owner, published_at, not_before, cancel_requested)
            VALUES ('{{id}}', 'echo', 'quick', '{"seconds":0}', 'queued', 0, 0, 0, 'lost', now(), now(), false)
            """);
        var task = await client.EndOfAsync(id.ToString());
        Assert.Equal("succeeded", task.Text("status"));
        Assert.Equal(1, task.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Past_the_limit_of_the_backlog_new_tasks_are_refused_and_known_ones_are_not()
    {
        using var client = app.Authorized();
        var key = Guid.NewGuid().ToString();
        var known = await PostAsync(client, key);
        Assert.Equal(HttpStatusCode.Accepted, known.StatusCode);
        await app.ExecuteAsync(
            """
            INSERT INTO tasks (id, type, lane, parameters, status, progress, attempts, failures, owner, published_at, is_paused, not_before, cancel_requested)
            SELECT gen_random_uuid(), 'echo', 'quick', '{"seconds":0}', 'queued', 0, 0, 0, 'backlog', now(), true, now() + interval '1 day', false FROM generate_series(1, 50000)
            """);
        try
        {
            using var refused = await Eventually.GetAsync(() => PostAsync(client), answer => answer.StatusCode != HttpStatusCode.Accepted);
            await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests);
            Assert.NotNull(refused.Headers.RetryAfter);
            using var again = await PostAsync(client, key);
            Assert.Equal((await known.ReadAsync()).Text("id"), (await again.ReadAsync()).Text("id"));
        }
        finally
        {
            await app.ExecuteAsync("DELETE FROM tasks WHERE owner = 'backlog'");
            known.Dispose();
        }

        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var replica = app.Client(number);
            replica.DefaultRequestHeaders.Add("X-Api-Key", RunningApp.ApiKey);
            await Eventually.GetAsync(() => PostAsync(replica), answer => answer.StatusCode == HttpStatusCode.Accepted);
        }
    }

    [Fact]
    public async Task What_ended_long_ago_is_deleted_with_its_result()
    {
        using var client = app.Authorized();
        var old = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters(Domain.Groups[1]));
        var young = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters(Domain.Groups[1]));
        await client.EndOfAsync(old);
        await client.EndOfAsync(young);
        await app.ExecuteAsync($"UPDATE tasks SET finished_at = finished_at - interval '8 days' WHERE id = '{old}'");
        await Eventually.GetAsync(() => app.QueryAsync<long>("SELECT count(*) FROM tasks WHERE id = $1", Guid.Parse(old)), count => count == 0);
        Assert.Equal(0, await app.QueryAsync<long>("SELECT count(*) FROM result_chunks WHERE task_id = $1", Guid.Parse(old)));
        Assert.Equal("succeeded", (await client.TaskAsync(young)).Text("status"));
    }

    [Fact]
    public async Task A_run_outlasts_the_brokers_patience_with_a_delivery()
    {
        using var client = app.Authorized();
        await using var broker = await Broker.ConnectAsync(app);
        var lost = new TaskCompletionSource<string>();
        broker.Channel.ChannelShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason.ReplyText);
            return Task.CompletedTask;
        };

        // A consumer that keeps its delivery open shows that the limit is in force.
        var queue = (await broker.Channel.QueueDeclareAsync()).QueueName;
        await broker.Channel.BasicPublishAsync(string.Empty, queue, "kept"u8.ToArray());
        await broker.Channel.BasicConsumeAsync(queue, autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(broker.Channel));
        var id = await client.AcceptedAsync("echo", new { seconds = (2 * RunningApp.ConsumerTimeout).TotalSeconds });
        Assert.Contains("PRECONDITION_FAILED", await lost.Task.WaitAsync(TimeSpan.FromMinutes(2)), StringComparison.Ordinal);

        var task = await client.EndOfAsync(id);
        Assert.Equal("succeeded", task.Text("status"));
        Assert.Equal(1, task.GetProperty("attempts").GetInt32());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = JsonContent.Create(new { type = "echo", parameters = new { seconds = 0 } }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }
}
