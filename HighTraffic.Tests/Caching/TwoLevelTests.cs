using Aspire.Hosting.Testing;
using HighTraffic.Core;
using HighTraffic.Core.Caching;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>What a replica caches in its memory, and what the replicas share.</summary>
[Collection(SharedApp.Name)]
public sealed class TwoLevelTests(RunningApp app)
{
    private const string Local = "detail=local";

    [Fact]
    public async Task A_hot_answer_is_held_by_the_replica_and_shared_with_the_others()
    {
        using var first = app.Client(1);
        using var second = app.Client(2);
        Assert.Contains("fwd=miss; stored", await first.StatusAsync(Domain.Page(61)), StringComparison.Ordinal);
        Assert.Contains("detail=redis", await second.StatusAsync(Domain.Page(61)), StringComparison.Ordinal);
        await HeldAsync(first, Domain.Page(61));
        await HeldAsync(second, Domain.Page(61));
    }

    [Fact]
    public async Task An_answer_that_is_held_is_confirmed_again_within_a_second()
    {
        using var client = app.Client(1);
        await HeldAsync(client, Domain.Page(62));
        await Eventually.GetAsync(
            () => client.StatusAsync(Domain.Page(62)), status => status.Contains("detail=redis", StringComparison.Ordinal), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Replicas_hear_of_evictions_also_after_the_connection_broke()
    {
        await HearsAsync();

        using var redis = await ConnectAsync();
        await redis.GetServers().Single().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await HearsAsync();
    }

    [Fact]
    public async Task A_version_that_redis_lost_does_not_come_back()
    {
        using var redis = await ConnectAsync();
        var versions = new TagVersions(redis);
        string[] tags = [$"test:{Guid.NewGuid():N}", $"test:{Guid.NewGuid():N}"];
        var before = await versions.ReadAsync(tags);
        Assert.DoesNotContain(before, version => version.IsNull);
        Assert.Equal(before, await versions.ReadAsync(tags));

        await redis.GetDatabase().KeyDeleteAsync($"HighTraffic:tag-version:{tags[0]}");
        var after = await versions.ReadAsync(tags);
        Assert.False(after[0].IsNull);
        Assert.NotEqual(before[0], after[0]);
        Assert.Equal(before[1], after[1]);
    }

    // A local entry stays until its second is over. If it is gone soon after a message, the message has arrived.
    private async Task HearsAsync()
    {
        using var redis = await ConnectAsync();
        using var client = app.Client(1);
        await Eventually.GetAsync(
            async () =>
            {
                await HeldAsync(client, Domain.Aggregate);
                var second = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("HighTraffic:evictions"), Domain.AggregateTag);
                var after = await Eventually.GetAsync(
                    () => client.StatusAsync(Domain.Aggregate), status => !status.Contains(Local, StringComparison.Ordinal), TimeSpan.FromSeconds(3));
                return DateTimeOffset.UtcNow.ToUnixTimeSeconds() == second ? after : "";
            },
            status => status.Contains("detail=redis", StringComparison.Ordinal));
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse((await app.App.GetConnectionStringAsync(ResourceNames.Cache))!);
        options.AllowAdmin = true;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    private static Task<string> HeldAsync(HttpClient client, string path) =>
        Eventually.GetAsync(() => client.StatusAsync(path), status => status.Contains(Local, StringComparison.Ordinal));
}
