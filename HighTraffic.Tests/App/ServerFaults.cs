using System.Diagnostics;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Tests.Caching;
using Npgsql;

namespace HighTraffic.Tests.App;

/// <summary>Stops and restarts the servers of the shared app, and leaves the app to the next test as it was.</summary>
internal static class ServerFaults
{
    // An entry in a replica's memory is confirmed by Redis once a second, so this sees each replica ask Redis.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Stops a server.</summary>
    public static Task StopAsync(this RunningApp app, string resource) => CommandAsync(app, resource, KnownResourceCommands.StopCommand);

    /// <summary>Starts a server again and waits until all replicas work with it.</summary>
    public static async Task StartAsync(this RunningApp app, string resource)
    {
        await CommandAsync(app, resource, KnownResourceCommands.StartCommand);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
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
        var end = DateTime.UtcNow.AddMinutes(2);
        var calmSince = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(calmSince) < Calm)
        {
            Assert.True(DateTime.UtcNow < end, "The replicas did not recover.");
            await Task.Delay(Pause);
            foreach (var replica in replicas)
            {
                if (!await ReadsAsync(replica) || !await HitsAsync(replica))
                {
                    calmSince = Stopwatch.GetTimestamp();
                }
            }
        }

        foreach (var replica in replicas)
        {
            replica.Dispose();
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
