using System.Net.Http.Headers;
using Aspire.Hosting.Testing;
using HighTraffic.Tests.App;
using StackExchange.Redis;

namespace HighTraffic.Tests.Caching;

/// <summary>Sends requests to one replica directly, without Nginx, to see what it has cached.</summary>
internal static class Replica
{
    public static HttpClient Client(this RunningApp app, int number) => new() { BaseAddress = app.App.GetEndpoint($"api-{number}", "http") };

    /// <summary>The <c>Cache-Status</c> of a response.</summary>
    public static string CacheStatus(this HttpResponseMessage response) => string.Join(", ", response.Headers.GetValues("Cache-Status"));

    /// <summary>The key in Redis of a cached response.</summary>
    public static async Task<RedisKey> EntryKeyAsync(this IConnectionMultiplexer redis, string name) =>
        (await redis.GetServers().Single().KeysAsync(pattern: "*").ToListAsync()).Single(key => key.ToString().EndsWith(" " + name, StringComparison.Ordinal));

    /// <summary>Sends a request and returns its <c>Cache-Status</c>.</summary>
    public static async Task<string> StatusAsync(this HttpClient client, string path, bool fresh = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (fresh)
        {
            request.Headers.Add("X-Api-Key", RunningApp.ApiKey);
            request.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        }

        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.CacheStatus();
    }
}
