using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using HighTraffic.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tests.Tasks;

/// <summary>The order in which tasks start, in a database that no worker uses.</summary>
[Collection(SharedApp.Name)]
public sealed class TaskOrderTests(SeparateDatabase separate) : IClassFixture<SeparateDatabase>, IAsyncLifetime
{
    private const string Worker = "worker/1";
    private static readonly string[] NoLanes = [];
    private readonly AppDbContext _database = separate.CreateContext();
    private readonly DateTimeOffset _begunAt = DateTimeOffset.UtcNow;
    private int _rows;

    private TaskStore Store => new(_database);

    public Task InitializeAsync() => _database.Database.ExecuteSqlAsync($"TRUNCATE tasks CASCADE");

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Clients_take_turns_and_each_clients_tasks_are_begun_in_their_order()
    {
        var a = await InsertAsync("a", "a", "a", "a");
        var begun = new List<Guid> { (await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default))!.Id };
        var b = await InsertAsync("b", "b");
        var c = await InsertAsync("c");
        while (await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default) is { } task)
        {
            begun.Add(task.Id);
        }

        Assert.Equal([a[0], b[0], c[0], a[1], b[1], a[2], a[3]], begun);
    }

    [Fact]
    public async Task A_newcomer_starts_where_the_lane_is_and_not_where_it_began()
    {
        await InsertAsync([.. Enumerable.Repeat("a", 50)]);
        for (var i = 0; i < 30; i++)
        {
            await BegunAsync();
        }

        // The other client has had thirty, but that does not give this one thirty in a row.
        await InsertAsync([.. Enumerable.Repeat("b", 30)]);
        Assert.Equal("baba", string.Concat(await BegunAsync(), await BegunAsync(), await BegunAsync(), await BegunAsync()));
    }

    [Fact]
    public async Task The_lanes_know_nothing_of_each_other()
    {
        await InsertAsync("a", "a", "a");
        await Store.InsertAsync([Row("b", TaskLane.Bulk), Row("a", TaskLane.Bulk)], default);
        Assert.Equal("ba", await BegunAsync(TaskLane.Bulk) + await BegunAsync(TaskLane.Bulk));
        Assert.Null(await Store.ClaimNextAsync("bulk", Guid.Empty, Worker, default));
    }

    [Fact]
    public async Task A_task_that_pauses_is_passed_over_and_goes_first_when_the_pause_is_over()
    {
        await InsertAsync("a", "a", "b");
        var task = await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default);
        Assert.True(await Store.RequeueAsync(task!, "It failed.", TimeSpan.FromMinutes(1)));
        Assert.Equal("b", await BegunAsync());
        await _database.Database.ExecuteSqlAsync($"UPDATE tasks SET not_before = now() - interval '1 s' WHERE id = {task!.Id}");
        var owed = await Store.TakeOwedMessagesAsync(10, NoLanes, default);
        Assert.Equal(task.Id, Assert.Single(owed).Id);
        Assert.Equal(task.Id, (await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default))!.Id);
    }

    [Fact]
    public async Task A_failed_task_that_its_client_retries_comes_after_the_clients_others()
    {
        await InsertAsync("a", "a", "a", "b");
        var task = await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default);
        Assert.True(await Store.FailAsync(task!, "It failed."));
        Assert.NotNull(await Store.RetryFailedAsync(task!.Id, default));
        Assert.Equal("baa", string.Concat(await BegunAsync(), await BegunAsync(), await BegunAsync()));
        Assert.Equal(task.Id, (await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default))!.Id);
    }

    [Fact]
    public async Task A_task_whose_lease_has_ended_goes_first_and_its_old_run_writes_nothing()
    {
        await InsertAsync("a", "a", "b");
        var lost = await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default);
        await _database.Database.ExecuteSqlAsync($"UPDATE tasks SET lease_until = now() - interval '1 s' WHERE id = {lost!.Id}");
        var owed = await Store.TakeOwedMessagesAsync(10, NoLanes, default);
        Assert.Equal(lost.Id, Assert.Single(owed).Id);
        Assert.False(await Store.SucceedAsync(lost, result: null));
        var taken = await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default);
        Assert.Equal((lost.Id, 2), (taken!.Id, taken.Attempts));
        Assert.False(await Store.SucceedAsync(lost, result: null));
        Assert.True(await Store.SucceedAsync(taken, result: null));
    }

    [Fact]
    public async Task The_last_message_of_a_failed_task_begins_nothing()
    {
        await InsertAsync("a", "a");
        var task = await Store.ClaimNextAsync("quick", Guid.Empty, Worker, default);
        await Store.FailAsync(task!, "It failed.");
        Assert.Null(await Store.ClaimNextAsync("quick", task!.Id, Worker, default));
        Assert.Equal("It failed.", await Store.FindFailureAsync(task.Id, default));
        Assert.Equal("a", await BegunAsync());
    }

    [Fact]
    public async Task A_wake_up_is_not_lost_to_a_row_that_another_statement_holds()
    {
        var ids = await InsertAsync("a");
        await using var other = separate.CreateContext();
        await using var holding = await other.Database.BeginTransactionAsync();
        await new TaskStore(other).MarkPublishedAsync([new OwedMessage(ids[0], "quick", Attempts: 0, TraceParent: null)], default);
        var claim = Store.ClaimNextAsync("quick", ids[0], Worker, default);
        await using var watching = separate.CreateContext();
        await Eventually.GetAsync(
            () => watching.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync(),
            waiting => waiting == 1);
        await holding.CommitAsync();
        Assert.Equal(ids[0], (await claim)!.Id);
    }

    [Fact]
    public async Task A_message_that_was_not_used_is_owed_for_any_task_that_waits()
    {
        var ids = await InsertAsync("a", "a");
        await Store.MarkPublishedAsync([.. ids.Select(id => new OwedMessage(id, "quick", Attempts: 0, TraceParent: null))], default);
        await BegunAsync();
        await Store.ReturnToRelayAsync("quick", default);
        Assert.Equal(1, await _database.Tasks.CountAsync(task => task.Status == BackgroundTaskStatus.Queued && task.PublishedAt == null));
    }

    [Fact]
    public async Task However_many_wait_the_next_is_found_and_a_new_one_put_in_by_indexes()
    {
        await _database.Database.ExecuteSqlAsync(
            $$"""
            INSERT INTO tasks (id, type, lane, turn, parameters, status, progress, attempts, failures, owner, cancel_requested, finished_at)
            SELECT gen_random_uuid(), 'echo', 'quick', n, '{"seconds":0}', CASE WHEN n % 2 = 0 THEN 'queued' ELSE 'succeeded' END, 0, 0, 0,
                'owner ' || n % 7, false, CASE WHEN n % 2 = 1 THEN now() END
            FROM generate_series(1, 40000) AS n
            """);
        await _database.Database.ExecuteSqlAsync($"VACUUM (ANALYZE) tasks");
        AssertReads(await ExplainAsync(store => store.ClaimNextAsync("quick", Guid.CreateVersion7(), Worker, default)), "ix_tasks_next", blocks: 60);
        AssertReads(await ExplainAsync(store => store.InsertAsync([Row("owner 3"), Row("owner 3"), Row("newcomer")], default)), "ix_tasks_open", blocks: 150);
    }

    private static void AssertReads(QueryPlan plan, string index, long blocks)
    {
        Assert.Contains(index, plan.Indexes);
        Assert.False(plan.HasSequentialScan, plan.ToString());
        Assert.InRange(plan.Blocks, 1, blocks);
    }

    private async Task<QueryPlan> ExplainAsync(Func<TaskStore, Task> send)
    {
        var sent = new SentCommands();
        await using var database = separate.CreateContext(options => options.AddInterceptors(sent));
        await send(new TaskStore(database));
        var command = sent.Single;
        await _database.Database.ExecuteSqlAsync($"DELETE FROM tasks WHERE created_at > now() - interval '1 minute' AND parameters = '{{}}'");
        return await QueryPlan.OfAsync(command, separate.ConnectionString);
    }

    private async Task<string> BegunAsync(TaskLane lane = TaskLane.Quick)
    {
        var task = await Store.ClaimNextAsync(TaskLaneNames.NameOf(lane), Guid.Empty, Worker, default);
        return await _database.Tasks.Where(row => row.Id == task!.Id).Select(row => row.Owner).SingleAsync();
    }

    private async Task<Guid[]> InsertAsync(params string[] owners)
    {
        var rows = owners.Select(owner => Row(owner)).ToArray();
        Assert.Equal(rows.Length, (await Store.InsertAsync(rows, default)).Count);
        return [.. rows.Select(row => row.Id)];
    }

    // Each id is later than the one before, like the ids of requests in different milliseconds.
    private TaskRow Row(string owner, TaskLane lane = TaskLane.Quick) =>
        new(Guid.CreateVersion7(_begunAt.AddMilliseconds(_rows++)), "echo", TaskLaneNames.NameOf(lane), "{}", owner, IdempotencyKey: null, TraceParent: null);
}
