using Aspire.Hosting.ApplicationModel;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;

namespace HighTraffic.Tests.Catalogue;

/// <summary>The commands on the dashboard that reset the data and the cache.</summary>
[Collection(SharedApp.Name)]
public sealed class DashboardCommandTests(RunningApp app)
{
    private const string Added = "Reseeded";

    // Much shorter than any lifetime in the cache, and longer than that of Nginx's micro-cache.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Reseed_replaces_all_rows_by_those_of_the_seed_and_evicts_what_is_cached()
    {
        await Domain.AddAsync(app, Added, count: 3);
        await FlushAsync();
        await EverywhereAsync(aggregate => aggregate.Contains(Added, StringComparison.Ordinal));
        await ReseedAsync();
        Assert.Equal(0, await Domain.CountDoubledAsync(app, Added, times: 0));
        Assert.True(await app.QueryAsync<long>($"SELECT count(*) FROM {Domain.Table}") >= 1_500);
        using var client = app.Authorized();
        Assert.NotEmpty(await client.GetStringAsync(Domain.PrivateRead));
        await EverywhereAsync(aggregate => !aggregate.Contains(Added, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reseed_fails_if_the_seed_fails_and_can_be_repeated()
    {
        await app.ExecuteAsync($"ALTER TABLE {Domain.Table} ADD CONSTRAINT takes_no_rows CHECK (false) NOT VALID");
        try
        {
            var result = await RunAsync(ResourceNames.Migrations, "reseed");
            Assert.False(result.Success);
            Assert.Contains("migrations failed", result.Message, StringComparison.Ordinal);
        }
        finally
        {
            await app.ExecuteAsync($"ALTER TABLE {Domain.Table} DROP CONSTRAINT takes_no_rows");
            await ReseedAsync();
        }
    }

    [Fact]
    public async Task Flush_cache_evicts_what_replicas_and_redis_hold()
    {
        using var client = app.Anonymous();
        await Eventually.GetAsync(() => client.StatusAsync(Domain.Item(21)), status => status.Contains("; hit", StringComparison.Ordinal));
        var name = await Domain.ChangeUnseenAsync(app, 21);
        await FlushAsync();
        await Eventually.GetAsync(() => client.GetStringAsync(Domain.Item(21)), body => body.Contains(name, StringComparison.Ordinal), Soon);
    }

    private async Task ReseedAsync()
    {
        var result = await RunAsync(ResourceNames.Migrations, "reseed");
        Assert.True(result.Success, result.Message);
    }

    private async Task FlushAsync()
    {
        var result = await RunAsync(ResourceNames.Cache, "flush-cache");
        Assert.True(result.Success, result.Message);
    }

    private async Task EverywhereAsync(Func<string, bool> condition)
    {
        for (var number = 1; number <= RunningApp.Replicas; number++)
        {
            using var replica = app.Client(number);
            await Eventually.GetAsync(() => replica.GetStringAsync(Domain.Aggregate), condition, Soon);
        }
    }

    private Task<ExecuteCommandResult> RunAsync(string resource, string command) => app.App.ResourceCommands.ExecuteCommandAsync(resource, command);
}
