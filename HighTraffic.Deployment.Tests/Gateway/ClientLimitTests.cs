using Microsoft.AspNetCore.Http;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>How much of Nginx one client may use.</summary>
public sealed class ClientLimitTests
{
    private const int Most = 3;

    // The test acts as an ingress, which tells Nginx the clients' addresses.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("GATEWAY_INGRESS", "set_real_ip_from 127.0.0.1;"),
        ("GATEWAY_PROXIES", "192.0.2.0/24 1;"),
        ("GATEWAY_CONNECTIONS_PER_ADDRESS", $"{Most}"),
    ];

    [NginxTheory]
    [InlineData("203.0.113.1", "203.0.113.1", "203.0.113.2")]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1")]
    [InlineData("::ffff:203.0.113.1", "203.0.113.1", "::ffff:203.0.113.2")]
    public async Task An_address_has_so_many_requests_under_way_and_another_its_own(string address, string same, string other)
    {
        using var arrived = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(arrived, end);
        var held = await HoldAsync(gateway, arrived, address, Most);

        var refused = await AskAsync(gateway, same, "/api/tasks/1/events");
        refused.AssertProblem(StatusCodes.Status429TooManyRequests);
        Assert.Equal("1", refused["Retry-After"]);
        (await AskAsync(gateway, same, StubbedGateway.CachedPath)).AssertProblem(StatusCodes.Status429TooManyRequests);

        held = [.. held, .. await HoldAsync(gateway, arrived, other, Most)];
        end.Release(held.Length);
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal(StatusCodes.Status200OK, answer.Status));

        // Nginx counts a request until it has logged it, shortly after its last byte.
        end.Release(1_000);
        Assert.True(SpinWait.SpinUntil(() => AskAsync(gateway, same, "/api/tasks/1/events").GetAwaiter().GetResult().Status == StatusCodes.Status200OK, TimeSpan.FromMinutes(1)));
    }

    [NginxTheory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("192.0.2.7")]
    public async Task What_stands_for_many_clients_is_not_counted(string proxy)
    {
        using var arrived = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        await using var gateway = await StartAsync(arrived, end);
        var held = await HoldAsync(gateway, arrived, proxy, 3 * Most);
        end.Release(held.Length);
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal(StatusCodes.Status200OK, answer.Status));
    }

    [NginxFact]
    public async Task A_flood_of_failures_leaves_a_sample_of_bounded_lines_in_the_log()
    {
        const int Requests = 4_000;
        await using var gateway = await StubbedGateway.StartAsync(
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            },
            Settings);
        var path = $"/{new string('x', 7_000)}";
        using var client = new HttpClient { BaseAddress = gateway.Nginx.Address };
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = Most }, async (number, cancellationToken) =>
        {
            // Nginx itself rejects every other one.
            using var request = new HttpRequestMessage(HttpMethod.Get, number % 2 == 0 ? path : $"/health{path}");
            request.Headers.Add("X-Forwarded-For", "203.0.113.1");
            using var answer = await client.SendAsync(request, cancellationToken);
        });
        await AskAsync(gateway, "203.0.113.2", path);

        Assert.True(SpinWait.SpinUntil(() => gateway.Nginx.Log.Any(line => line.Contains("203.0.113.2", StringComparison.Ordinal)), TimeSpan.FromMinutes(1)));
        var lines = gateway.Nginx.Log.Where(line => line.Contains("203.0.113.1\"", StringComparison.Ordinal)).ToList();
        Assert.InRange(lines.Count, 50, Requests / 2);
        Assert.All(gateway.Nginx.Log, line => Assert.InRange(line.Length, 0, 1_024));
    }

    private static Task<StubbedGateway> StartAsync(SemaphoreSlim arrived, SemaphoreSlim end) => StubbedGateway.StartAsync(
        async context =>
        {
            arrived.Release();
            await end.WaitAsync();
            await context.Response.WriteAsync("an answer");
        },
        Settings);

    private static async Task<Task<RawAnswer>[]> HoldAsync(StubbedGateway gateway, SemaphoreSlim arrived, string address, int count)
    {
        var held = Enumerable.Range(0, count).Select(_ => AskAsync(gateway, address, "/api/tasks/1/events")).ToArray();
        foreach (var _ in held)
        {
            Assert.True(await arrived.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        return held;
    }

    private static Task<RawAnswer> AskAsync(StubbedGateway gateway, string address, string path) => gateway.GetAsync(path, $"X-Forwarded-For: {address}");
}
