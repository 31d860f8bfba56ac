using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;

namespace HighTraffic.Tests.Tasks;

[Collection(SharedApp.Name)]
public sealed class TaskEventTests(RunningApp app)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_task_is_followed_to_its_end()
    {
        using var client = app.Authorized();
        var id = await AcceptAsync(client, seconds: 3);
        var events = await ReadAllAsync(client, id);
        Assert.All(events, item => Assert.Equal(id, item.Task.Text("id")));
        Assert.Equal("succeeded", events[^1].Task.Text("status"));
        Assert.Equal(100, events[^1].Task.GetProperty("progress").GetInt32());
        Assert.Contains(events, item => item.Task.Text("status") == "running" && item.Task.GetProperty("progress").GetInt32() is > 0 and < 100);
        Assert.Equal(events.Count, events.DistinctBy(item => item.Id).Count());
    }

    [Fact]
    public async Task A_cancellation_ends_the_stream()
    {
        using var client = app.Authorized();
        var id = await AcceptAsync(client, seconds: 600);
        var events = ReadAllAsync(client, id);
        await Eventually.GetAsync(() => app.QueryAsync<string>("SELECT status FROM tasks WHERE id = $1::uuid", id), status => status == "running");
        using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        Assert.Equal(HttpStatusCode.Accepted, canceled.StatusCode);
        Assert.Equal("canceled", (await events)[^1].Task.Text("status"));
    }

    [Fact]
    public async Task Who_comes_back_gets_what_he_missed_and_no_more()
    {
        using var client = app.Authorized();
        var id = await AcceptAsync(client, seconds: 0);
        var last = (await ReadAllAsync(client, id))[^1];
        Assert.Equal("succeeded", last.Task.Text("status"));
        Assert.Equal(last.Id, Assert.Single(await ReadAllAsync(client, id, lastEventId: "1-0-running")).Id);

        using var request = Request(id, last.Id);
        using var done = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
    }

    [Fact]
    public async Task Every_replica_tells_the_same()
    {
        using var client = app.Authorized();
        var id = await AcceptAsync(client, seconds: 2);
        var ends = await Task.WhenAll(Enumerable.Range(1, RunningApp.Replicas).Select(async number =>
        {
            using var replica = app.Client(number);
            replica.DefaultRequestHeaders.Add("X-Api-Key", RunningApp.ApiKey);
            return (await ReadAllAsync(replica, id))[^1].Task.Text("status");
        }));
        Assert.All(ends, end => Assert.Equal("succeeded", end));
    }

    [Fact]
    public async Task Many_who_listen_hold_no_connection_to_the_database()
    {
        using var client = app.Authorized();
        const int Listeners = 2_000;
        var id = await AcceptAsync(client, seconds: 600);
        var streams = new ConcurrentBag<HttpResponseMessage>();
        try
        {
            await Parallel.ForAsync(0, Listeners, async (_, cancellationToken) =>
            {
                using var request = Request(id, lastEventId: null);
                streams.Add(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
            });
            Assert.All(streams, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));

            using var read = await client.GetAsync(Domain.PrivateReadOf(3));
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            var busy = await app.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = 'appdb' AND state <> 'idle' AND pid <> pg_backend_pid()");
            Assert.InRange(busy, 0, 2 * RunningApp.Replicas);
        }
        finally
        {
            foreach (var stream in streams)
            {
                stream.Dispose();
            }

            using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        }
    }

    [Fact]
    public async Task Unknown_tasks_and_callers_are_refused()
    {
        using var client = app.Authorized();
        using var unknown = await client.GetAsync($"/api/tasks/{Guid.NewGuid()}/events");
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound);
        using var anonymous = app.Anonymous();
        using var refused = await anonymous.GetAsync($"/api/tasks/{Guid.NewGuid()}/events");
        await refused.AssertProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static async Task<string> AcceptAsync(HttpClient client, int seconds)
    {
        using var accepted = await client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds } });
        return (await accepted.ReadAsync()).Text("id")!;
    }

    private static async Task<List<(string Id, JsonElement Task)>> ReadAllAsync(HttpClient client, string id, string? lastEventId = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var request = Request(id, lastEventId);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string, JsonElement)>();
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token));
        await foreach (var item in parser.EnumerateAsync(limit.Token))
        {
            if (item.EventType == "task")
            {
                events.Add((item.EventId!, JsonDocument.Parse(item.Data).RootElement));
            }
        }

        return events;
    }

    private static HttpRequestMessage Request(string id, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/tasks/{id}/events");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return request;
    }
}
