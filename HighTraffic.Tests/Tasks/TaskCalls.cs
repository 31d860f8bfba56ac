using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Tasks;

/// <summary>The calls of a client that uses tasks.</summary>
internal static class TaskCalls
{
    private static readonly string[] Ended = ["succeeded", "failed", "canceled"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Sends a task that must be accepted.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> AcceptedAsync(this HttpClient client, string type, object parameters)
    {
        using var response = await client.PostAsJsonAsync("/api/tasks", new { type, parameters });
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.ReadAsync()).Text("id")!;
    }

    /// <summary>Sends a task until it is accepted, each time with the same key.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> AcceptedInTheEndAsync(this HttpClient client, string type, object parameters)
    {
        var key = Guid.NewGuid().ToString();
        return (await Eventually.GetAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = JsonContent.Create(new { type, parameters }) };
                request.Headers.Add("Idempotency-Key", key);
                using var response = await client.SendAsync(request);
                Assert.True(response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync());
                return response.IsSuccessStatusCode ? (await response.ReadAsync()).Text("id") : null;
            },
            id => id is not null,
            Patience))!;
    }

    /// <summary>Gets the state of a task.</summary>
    public static async Task<JsonElement> TaskAsync(this HttpClient client, string id)
    {
        using var response = await client.GetAsync($"/api/tasks/{id}");
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync();
    }

    /// <summary>Waits for the end of a task.</summary>
    public static Task<JsonElement> EndOfAsync(this HttpClient client, string id) => Eventually.GetAsync(
        () => client.TaskAsync(id), task => task.TryGetProperty("attempts", out _) && Ended.Contains(task.Text("status")), Patience);
}
