using HighTraffic.Api.Resilience;
using HighTraffic.Api.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using HighTraffic.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HighTraffic.Tests.Tasks;

/// <summary>Batches of new tasks. What is added before the start is one batch.</summary>
[Collection(SharedApp.Name)]
public sealed class TaskInsertsTests(SeparateDatabase database) : IClassFixture<SeparateDatabase>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Of_two_rows_with_one_key_the_second_gets_the_task_of_the_first()
    {
        await using var services = Services();
        using var inserts = Inserts(services);
        var (first, second, other) = (Row(key: "twice"), Row(key: "twice"), Row(key: "twice", owner: "another"));
        Task<BackgroundTask?>[] added = [inserts.InsertAsync(first), inserts.InsertAsync(second), inserts.InsertAsync(other)];
        await inserts.StartAsync(CancellationToken.None);
        Assert.Null(await added[0]);
        Assert.Equal(first.Id, (await added[1])?.Id);
        Assert.Null(await added[2]);
        Assert.Equal(2, await CountAsync(first, second, other));
    }

    [Fact]
    public async Task A_row_that_is_there_already_is_committed()
    {
        await using var services = Services();
        using var inserts = Inserts(services);
        await inserts.StartAsync(CancellationToken.None);
        var row = Row(key: "confirmation-lost");
        Assert.Null(await inserts.InsertAsync(row));
        Assert.Null(await inserts.InsertAsync(row));
        Assert.Equal(row.Id, (await inserts.FindAsync(row.Owner, "confirmation-lost"))?.Id);
        Assert.Null(await inserts.FindAsync(row.Owner, "never-sent"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_stored_fails_alone()
    {
        await using var services = Services();
        using var inserts = Inserts(services);
        var (before, bad, after) = (Row(), Row() with { Parameters = "no JSON" }, Row());
        Task<BackgroundTask?>[] added = [inserts.InsertAsync(before), inserts.InsertAsync(bad), inserts.InsertAsync(after)];
        await inserts.StartAsync(CancellationToken.None);
        Assert.Null(await added[0]);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => added[1]);
        Assert.Null(await added[2]);
        Assert.Equal(2, await CountAsync(before, bad, after));
    }

    [Fact]
    public async Task A_row_whose_request_has_timed_out_is_not_inserted()
    {
        await using var services = Services();
        var time = new FakeTimeProvider();
        using var inserts = Inserts(services, time);
        var late = Row();
        var added = inserts.InsertAsync(late);
        time.Advance(Timeout + TimeSpan.FromTicks(1));
        await inserts.StartAsync(CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => added);
        Assert.Equal(0, await CountAsync(late));
    }

    private static TaskRow Row(string? key = null, string owner = "shop") => new(Guid.CreateVersion7(), "echo", "quick", "{}", owner, key, TraceParent: null);

    private static TaskInserts Inserts(ServiceProvider services, TimeProvider? time = null) => new(
        services.GetRequiredService<IServiceScopeFactory>(),
        Options.Create(new LoadLimitOptions { TimeoutSeconds = Timeout.TotalSeconds }),
        new DatabaseBreaker(TimeProvider.System),
        time ?? TimeProvider.System);

    private ServiceProvider Services() => new ServiceCollection()
        .AddDbContext<AppDbContext>(options => options.UseNpgsql(database.ConnectionString)).AddScoped<TaskStore>().BuildServiceProvider();

    private async Task<int> CountAsync(params TaskRow[] rows)
    {
        await using var context = database.CreateContext();
        var ids = rows.Select(row => row.Id).ToArray();
        return await context.Tasks.CountAsync(task => ids.Contains(task.Id));
    }
}
