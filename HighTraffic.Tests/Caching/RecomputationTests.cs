using System.Net;
using HighTraffic.Api.Caching;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>Which request computes an expired response, and what the others get meanwhile.</summary>
[Collection(SharedApp.Name)]
public sealed class RecomputationTests(RunningApp app) : IAsyncLifetime
{
    private ConnectionMultiplexer? _redis;

    private IDatabase Redis => _redis!.GetDatabase();

    public async Task InitializeAsync() => _redis = await app.ConnectToRedisAsync();

    public Task DisposeAsync() => _redis!.DisposeAsync().AsTask();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_200_requests_for_a_cold_answer_one_reaches_the_database(bool throughNginx)
    {
        await app.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        var path = Domain.Page(throughNginx ? 71 : 72);
        string[] codings = ["gzip", "br", "identity"];
        using var gateway = app.Anonymous();
        using var first = app.Client(1);
        using var second = app.Client(2);
        using var third = app.Client(3);
        HttpClient[] clients = throughNginx ? [gateway] : [first, second, third];
        const string Executions = $"""
            SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query ILIKE '%from {Domain.Table}%' AND query NOT ILIKE '%pg_stat_statements%'
            """;
        var before = await app.QueryAsync<long>(Executions);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", codings[number % codings.Length]);
            using var response = await clients[number % clients.Length].SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return response.CacheStatus();
        }));
        Assert.Equal(1, await app.QueryAsync<long>(Executions) - before);
        Assert.Contains(statuses, status => status.Contains("fwd=miss; stored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_holder_of_the_lock_that_died_delays_others_no_longer_than_the_lock_lives()
    {
        Assert.True(await Redis.StringSetAsync($"HighTraffic:lock:{Domain.PageKey(73)}", "dead", RecomputationLock.Lifetime, When.NotExists));
        using var client = app.Client(1);
        var status = await client.StatusAsync(Domain.Page(73)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("fwd=miss; stored", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_one_computes_the_next_answer_the_others_get_the_last_one()
    {
        const int Size = 74;
        var path = Domain.Page(Size);
        var computing = $"HighTraffic:lock:{Domain.PageKey(Size)}";
        using var client = app.Client(1);
        await client.StatusAsync(path);
        await AgeAsync(Domain.PageKey(Size), TimeSpan.FromMinutes(2));

        // To the replica, another one seems to be computing.
        Assert.True(await Redis.StringSetAsync(computing, "other", TimeSpan.FromMinutes(1), When.NotExists));
        var stale = await Eventually.GetAsync(() => client.StatusAsync(path), status => status.Contains("ttl=-", StringComparison.Ordinal));
        Assert.Contains("; hit", stale, StringComparison.Ordinal);

        // Now nothing else computes it.
        Assert.True(await Redis.KeyDeleteAsync(computing));
        await Eventually.GetAsync(() => client.StatusAsync(path), status => status.Contains("fwd=miss; stored", StringComparison.Ordinal));
        Assert.Contains("; hit; ttl=", await client.StatusAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("ttl=-", await client.StatusAsync(path), StringComparison.Ordinal);
    }

    // Ages an entry, as if it had been computed earlier.
    private async Task AgeAsync(string name, TimeSpan age)
    {
        var key = await _redis!.EntryKeyAsync(name);
        var answer = CachedResponseFormat.Read((byte[])(await Redis.StringGetAsync(key))!)!;
        var older = new CachedResponse(answer.Tag, answer.CreatedAt - age, answer.TagVersions, answer.In(ContentCoding.Identity).Bytes);
        await Redis.StringSetAsync(key, CachedResponseFormat.Write(older), Expiration.KeepTtl);
    }
}
