using System.Diagnostics;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Core;
using HighTraffic.Tests.Caching;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>Stops and restarts the servers of the shared app, and leaves the app to the next test as it was.</summary>
internal static class ServerFaults
{
    // An entry in a replica's memory is confirmed by Redis once a second, so this sees each replica ask Redis.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Stops a server.</summary>
    public static Task StopAsync(this RunningApp app, string resource) => CommandAsync(app, resource, KnownResourceCommands.StopCommand);

    /// <summary>Starts a server again and waits until all replicas work with it.</summary>
    public static async Task StartAsync(this RunningApp app, string resource)
    {
        await CommandAsync(app, resource, KnownResourceCommands.StartCommand);
        using var limit = new CancellationTokenSource(Limit);
        await app.HealthyAsync(resource, limit.Token);
        await app.SettleAsync();
    }

    /// <summary>
    /// Waits until every replica reads from the database again and gets hits from Redis for a while. A replica that notices late that Redis was
    /// restarted evicts everything, which would otherwise happen in the middle of the next test.
    /// </summary>
    public static async Task SettleAsync(this RunningApp app)
    {
        // The tests' own connections ended with the server.
        NpgsqlConnection.ClearAllPools();
        HttpClient[] replicas = [.. Enumerable.Range(1, RunningApp.Replicas).Select(app.Client)];
        using var limit = new CancellationTokenSource(Limit);
        var calmSince = Stopwatch.GetTimestamp();
        await Eventually.GetAsync(
            async () =>
            {
                foreach (var replica in replicas)
                {
                    if (!await ReadsAsync(replica) || !await HitsAsync(replica))
                    {
                        calmSince = Stopwatch.GetTimestamp();
                    }
                }

                return Stopwatch.GetElapsedTime(calmSince);
            },
            calm => calm >= Calm,
            Limit);
        for (var number = 1; number <= replicas.Length; number++)
        {
            await app.HealthyAsync($"{ResourceNames.Api}-{number}", limit.Token);
            replicas[number - 1].Dispose();
        }
    }

    private static async Task<bool> ReadsAsync(HttpClient replica)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Domain.PrivateRead) { Headers = { { "X-Api-Key", RunningApp.ApiKey } } };
        using var response = await replica.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<bool> HitsAsync(HttpClient replica)
    {
        using var response = await replica.GetAsync(Domain.Page(99));
        return response.StatusCode == HttpStatusCode.OK && response.CacheStatus().Contains("; hit", StringComparison.Ordinal);
    }

    private static async Task CommandAsync(RunningApp app, string resource, string command)
    {
        var result = await app.App.ResourceCommands.ExecuteCommandAsync(resource, command);
        Assert.True(result.Success, result.Message);
    }
}
