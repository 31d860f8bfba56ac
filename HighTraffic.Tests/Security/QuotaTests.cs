using System.Collections.Concurrent;
using System.Net;
using HighTraffic.Core;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;

namespace HighTraffic.Tests.Security;

/// <summary>Quotas of clients across the whole fleet.</summary>
[Collection(SharedApp.Name)]
public sealed class QuotaTests(RunningApp app)
{
    private const int Requests = 4 * RunningApp.TinyQuota;

    [Fact]
    public async Task A_bucket_lets_so_many_through_in_the_whole_fleet_and_says_so()
    {
        var key = await app.CreateKeyAsync($"tiny-{Guid.NewGuid():N}", "read:personal", "--quota", "tiny");
        using var client = await KnownAsync(key);
        var answers = await SendAsync(client, Requests);
        var allowed = RunningApp.Replicas + answers.Count(answer => answer.Status == HttpStatusCode.OK);
        Assert.InRange(allowed, RunningApp.TinyQuota - RunningApp.Replicas, RunningApp.TinyQuota + RunningApp.Replicas);
        Assert.All(answers, answer =>
        {
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{answer.Status}");
            Assert.Equal($"\"tiny\";q={RunningApp.TinyQuota};w={100 * RunningApp.TinyQuota}", answer.Policy);
            Assert.StartsWith("\"tiny\";r=", answer.Limit, StringComparison.Ordinal);
        });

        using var refused = await client.GetAsync(Domain.PrivateRead);
        await refused.AssertProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.True(refused.Headers.CacheControl!.NoStore);
        Assert.Contains("\"tiny\";r=0;t=", string.Join(',', refused.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_one_client_share_its_bucket_and_another_client_has_its_own()
    {
        var name = $"twin-{Guid.NewGuid():N}";
        using var first = await KnownAsync(await app.CreateKeyAsync(name, "read:personal", "--quota", "tiny"));
        using var second = await KnownAsync(await app.CreateKeyAsync(name, "read:personal", "--quota", "tiny"));
        using var other = await KnownAsync(await app.CreateKeyAsync($"{name}-2", "read:personal", "--quota", "tiny"));
        await SendAsync(first, Requests);
        using var refused = await second.GetAsync(Domain.PrivateRead);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        using var served = await other.GetAsync(Domain.PrivateRead);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Without_redis_each_replica_limits_by_itself()
    {
        using var client = await KnownAsync(await app.CreateKeyAsync($"tiny-{Guid.NewGuid():N}", "read:personal", "--quota", "tiny"));
        await app.StopAsync(ResourceNames.Cache);
        try
        {
            var answers = await SendAsync(client, 3 * Requests);
            Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{answer.Status}"));
            Assert.InRange(
                answers.Count(answer => answer.Status == HttpStatusCode.OK), RunningApp.TinyQuota, RunningApp.Replicas * (RunningApp.TinyQuota + 1));
        }
        finally
        {
            await app.StartAsync(ResourceNames.Cache);
        }
    }

    [Fact]
    public async Task A_loop_of_wrong_keys_is_stopped_by_the_address_and_cached_answers_are_not()
    {
        var path = Domain.Item(33);
        using var guesser = Replica("2001:db8:1:1::1");
        guesser.DefaultRequestHeaders.Add("X-Api-Key", "guess");
        var answers = await Eventually.GetAsync(
            async () => await SendAsync(guesser, 500), answers => answers.Any(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{answer.Status}"));

        // A guesser at the same address locks out neither a valid key nor a client without one.
        using var customer = Replica("2001:db8:1:1::3");
        Assert.Equal(HttpStatusCode.Unauthorized, Assert.Single(await SendAsync(customer, 1)).Status);
        customer.DefaultRequestHeaders.Add("X-Api-Key", RunningApp.ApiKey);
        Assert.Equal(HttpStatusCode.OK, Assert.Single(await SendAsync(customer, 1)).Status);

        // The same network is the same client; another network is not.
        using var neighbour = Replica("2001:db8:1:1:ffff::2");
        neighbour.DefaultRequestHeaders.Add("X-Api-Key", "another guess");
        Assert.Contains(await SendAsync(neighbour, 500), answer => answer.Status == HttpStatusCode.TooManyRequests);
        using var stranger = Replica("2001:db8:1:2::1");
        stranger.DefaultRequestHeaders.Add("X-Api-Key", "guess");
        Assert.Equal(HttpStatusCode.Unauthorized, Assert.Single(await SendAsync(stranger, 1)).Status);

        await stranger.StatusAsync(path);
        await SendAsync(guesser, 500);
        for (var i = 0; i < 50; i++)
        {
            await stranger.StatusAsync(path);
            Assert.Contains("hit", await neighbour.StatusAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_public_answer_says_nothing_of_one_clients_quota()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync($"{Domain.Page(66)}&unused={Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("RateLimit"));
        Assert.False(response.Headers.Contains("RateLimit-Policy"));
    }

    // As Nginx would forward it: a replica trusts a caller on the loopback address.
    private HttpClient Replica(string address)
    {
        var client = app.Client(1);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    // Waits until all replicas know the key, which costs a request at each of them.
    private async Task<HttpClient> KnownAsync(string key)
    {
        await app.EverywhereKnownAsync(key, Domain.PrivateRead);
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private static async Task<IReadOnlyCollection<Answer>> SendAsync(HttpClient client, int count)
    {
        var answers = new ConcurrentBag<Answer>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
        {
            using var response = await client.GetAsync(Domain.PrivateRead, cancellationToken);
            answers.Add(new Answer(response.StatusCode, Header(response, "RateLimit-Policy"), Header(response, "RateLimit")));
        });
        return answers;
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private sealed record Answer(HttpStatusCode Status, string Policy, string Limit);
}
