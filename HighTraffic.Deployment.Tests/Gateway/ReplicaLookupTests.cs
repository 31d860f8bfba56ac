using System.Collections.Concurrent;
using System.Net;
using HighTraffic.Deployment.Tests.Published;
using YamlDotNet.Serialization;
using static HighTraffic.Deployment.Tests.Azure.ContainerApp;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with the published settings for Compose, and the test's own name server and replicas.</summary>
public sealed class ReplicaLookupTests
{
    // Loopback addresses, each a separate machine for Nginx.
    private static readonly IPAddress[] Machines = [.. Enumerable.Range(2, 8).Select(number => IPAddress.Parse($"127.0.0.{number}"))];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [ResolvingNginxFact]
    public async Task It_is_ready_when_it_knows_an_address()
    {
        await using var names = new NameServer();
        await using var nginx = await NginxProcess.StartAsync(Settings(names, port: 8080));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(nginx));

        // Nothing answers there, but without the API the gateway still has its cache.
        names.Set(Machines[0]);
        await EventuallyReadyAsync(nginx, HttpStatusCode.OK);

        names.Set();
        await EventuallyReadyAsync(nginx, HttpStatusCode.ServiceUnavailable);
    }

    [ResolvingNginxFact]
    public async Task Replicas_that_are_replaced_one_after_another_fail_no_request()
    {
        await using var names = new NameServer();
        var running = new Dictionary<IPAddress, Replica>();
        var port = 0;
        foreach (var machine in Machines[..3])
        {
            running[machine] = await Replica.StartAsync(machine, port);
            port = running[machine].Port;
        }

        names.Set([.. running.Keys]);
        await using var nginx = await NginxProcess.StartAsync(Settings(names, port));
        await EventuallyReadyAsync(nginx, HttpStatusCode.OK);

        using var done = new CancellationTokenSource();
        var answers = new ConcurrentBag<HttpStatusCode>();
        var seen = new ConcurrentDictionary<string, int>();
        Task[] clients = [.. Enumerable.Range(0, 8).Select(number => CallAsync(nginx, number % 2 == 0 ? HttpMethod.Get : HttpMethod.Post, answers, seen, done.Token))];

        // As eng/upgrade-compose.sh does: start a new one, and when it is ready, stop an old one.
        for (var next = 3; next < 6; next++)
        {
            var (added, removed) = (Machines[next], Machines[next - 3]);
            running[added] = await Replica.StartAsync(added, port);
            names.Set([.. running.Keys]);
            await EventuallyAsync(() => seen.ContainsKey(added.ToString()));

            // The name keeps the address while the replica drains, and loses it with the container.
            running[removed].Drain();
            await EventuallyAsync(() => running[removed].IsIdle);
            running.Remove(removed, out var old);
            await old!.DisposeAsync();
            names.Set([.. running.Keys]);
        }

        await done.CancelAsync();
        await Task.WhenAll(clients);
        Assert.NotEmpty(answers);
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        foreach (var replica in running.Values)
        {
            await replica.DisposeAsync();
        }
    }

    // As published, except for the port of the API and the name server.
    private static Dictionary<string, string> Settings(NameServer names, int port)
    {
        var services = Map(Map(new DeserializerBuilder().Build().Deserialize(File.ReadAllText(Path.Combine(Snapshot.Of("Compose"), "docker-compose.yaml")))!)["services"]);
        var settings = Map(Map(services["gateway"])["environment"]).ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value);
        foreach (var group in new[] { "API_UPSTREAM", "API_STREAMS" })
        {
            settings[group] = settings[group].Replace("api:8080", $"api:{port}", StringComparison.Ordinal);
        }

        settings["GATEWAY_RESOLVER"] = settings["GATEWAY_RESOLVER"].Replace("127.0.0.11", $"127.0.0.1:{names.Port}", StringComparison.Ordinal);
        return settings;
    }

    private static async Task CallAsync(
        NginxProcess nginx, HttpMethod method, ConcurrentBag<HttpStatusCode> answers, ConcurrentDictionary<string, int> seen, CancellationToken done)
    {
        using var client = new HttpClient { BaseAddress = nginx.Address, Timeout = Limit };
        while (!done.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(method, "/api/tasks");
            using var answer = await client.SendAsync(request, CancellationToken.None);
            answers.Add(answer.StatusCode);
            seen.AddOrUpdate(await answer.Content.ReadAsStringAsync(CancellationToken.None), 1, (_, count) => count + 1);
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(NginxProcess nginx)
    {
        using var client = new HttpClient { BaseAddress = nginx.Status };
        using var answer = await client.GetAsync(new Uri("/nginx/ready", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task EventuallyReadyAsync(NginxProcess nginx, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await ReadyAsync(nginx) != status)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
