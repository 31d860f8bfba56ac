using HighTraffic.Api.Caching;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>How the cache that the replicas share handles a damaged entry or a lost connection.</summary>
[Collection(SharedApp.Name)]
public sealed class SharedCacheFaultTests(RunningApp app) : IAsyncLifetime
{
    private ConnectionMultiplexer? _redis;

    private IDatabase Redis => _redis!.GetDatabase();

    public async Task InitializeAsync() => _redis = await app.ConnectToRedisAsync();

    public Task DisposeAsync() => _redis!.DisposeAsync().AsTask();

    [Theory]
    [InlineData("cut", 61)]
    [InlineData("lengths", 62)]
    [InlineData("type", 63)]
    public async Task An_entry_that_cannot_be_read_is_a_miss_and_is_overwritten(string damage, int pageSize)
    {
        var path = Domain.Page(pageSize, Domain.Groups[1]);
        using var client = app.Client(1);
        using var other = app.Client(2);
        await client.StatusAsync(path);
        var key = await _redis!.EntryKeyAsync(Domain.PageKey(pageSize, Domain.Groups[1]));
        var bytes = (byte[])(await Redis.StringGetAsync(key))!;
        switch (damage)
        {
            case "cut":
                await Redis.StringSetAsync(key, bytes[..9], Expiration.KeepTtl);
                break;
            case "lengths":
                await Redis.StringSetAsync(key, (byte[])[.. bytes[..9], .. Enumerable.Repeat((byte)0xFF, bytes.Length - 9)], Expiration.KeepTtl);
                break;
            default:
                await Redis.KeyDeleteAsync(key);
                await Redis.ListRightPushAsync(key, "no string");
                break;
        }

        Assert.Contains("fwd=miss; stored", await other.StatusAsync(path), StringComparison.Ordinal);
        Assert.NotNull(CachedResponseFormat.Read((byte[])(await Redis.StringGetAsync(key))!));
    }

    [Fact]
    public async Task A_connection_that_one_replica_lost_evicts_nothing()
    {
        const string Name = "extra-replica";
        string[] paths = [.. Enumerable.Range(40, 20).Select(pageSize => Domain.Page(pageSize, Domain.Groups[2]))];
        using var replica = await ExtraReplica.StartAsync(app, new Dictionary<string, string>(), redisName: Name);
        using var client = app.Client(1);
        foreach (var path in paths)
        {
            await client.StatusAsync(path);
        }

        var server = _redis!.GetServers().Single();
        var lost = (await server.ClientListAsync()).Where(connection => connection.Name == Name).ToArray();
        Assert.NotEmpty(lost);
        foreach (var connection in lost)
        {
            await server.ClientKillAsync(connection.Id);
        }

        var before = lost.Select(connection => connection.Id).ToHashSet();
        await Eventually.GetAsync(
            async () => (await server.ClientListAsync()).Count(connection => connection.Name == Name && !before.Contains(connection.Id)),
            count => count > 0);
        using var extra = replica.Client();
        await Eventually.GetAsync(() => extra.StatusAsync(paths[0]), status => status.Contains("detail=redis", StringComparison.Ordinal));
        foreach (var path in paths)
        {
            Assert.Contains("; hit", await client.StatusAsync(path), StringComparison.Ordinal);
        }
    }
}
