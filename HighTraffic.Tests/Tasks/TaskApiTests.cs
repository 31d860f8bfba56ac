using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Tasks;

[Collection(SharedApp.Name)]
public sealed class TaskApiTests(RunningApp app)
{
    private static readonly string[] Ended = ["succeeded", "failed", "canceled"];

    [Fact]
    public async Task An_accepted_task_runs_to_its_end()
    {
        using var client = app.Authorized();
        using var accepted = await PostAsync(client, "echo", new { seconds = 0 });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.ReadAsync()).Text("id");
        Assert.EndsWith($"/api/tasks/{id}", accepted.Headers.Location!.ToString(), StringComparison.Ordinal);
        var task = await EndAsync(client, id);
        Assert.Equal("succeeded", task.Text("status"));
        Assert.Equal(100, task.GetProperty("progress").GetInt32());
        Assert.Equal(1, task.GetProperty("attempts").GetInt32());
        Assert.Equal(
            ["id", "type", "status", "progress", "attempts", "error", "createdAt", "startedAt", "finishedAt"],
            task.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_result_is_there_only_once_the_task_has_succeeded()
    {
        using var client = app.Authorized();
        using var accepted = await PostAsync(client, "echo", new { seconds = 600 });
        var id = (await accepted.ReadAsync()).Text("id");
        using var early = await client.GetAsync($"/api/tasks/{id}/result");
        await early.AssertProblemAsync(HttpStatusCode.Conflict);
        using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        Assert.Equal(HttpStatusCode.Accepted, canceled.StatusCode);
        Assert.Equal("canceled", (await EndAsync(client, id)).Text("status"));
    }

    [Fact]
    public async Task A_running_task_can_be_canceled()
    {
        using var client = app.Authorized();
        using var accepted = await PostAsync(client, "echo", new { seconds = 600 });
        var id = (await accepted.ReadAsync()).Text("id");
        await Eventually.GetAsync(() => GetAsync(client, id), task => task.Text("status") == "running");
        using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        Assert.Equal(HttpStatusCode.Accepted, canceled.StatusCode);
        Assert.Equal("canceled", (await EndAsync(client, id)).Text("status"));
    }

    [Theory]
    [InlineData(false, "succeeded")]
    [InlineData(true, "failed")]
    public async Task A_task_that_has_ended_cannot_be_canceled(bool fail, string status)
    {
        using var client = app.Authorized();
        using var accepted = await PostAsync(client, "echo", new { seconds = 0, fail });
        var id = (await accepted.ReadAsync()).Text("id");
        Assert.Equal(status, (await EndAsync(client, id)).Text("status"));
        using var canceled = await client.DeleteAsync($"/api/tasks/{id}");
        var problem = await canceled.AssertProblemAsync(HttpStatusCode.Conflict);
        Assert.Contains(status, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(status, (await GetAsync(client, id)).Text("status"));
    }

    [Fact]
    public async Task A_task_that_fails_says_why()
    {
        using var client = app.Authorized();
        using var accepted = await PostAsync(client, "echo", new { seconds = 0, fail = true });
        var task = await EndAsync(client, (await accepted.ReadAsync()).Text("id"));
        Assert.Equal("failed", task.Text("status"));
        Assert.False(string.IsNullOrWhiteSpace(task.Text("error")));
        Assert.DoesNotContain("   at ", task.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_means_one_task()
    {
        using var client = app.Authorized();
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(client, "echo", new { seconds = 0 })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.ReadAsync()).Text("id")));
        var id = Assert.Single(ids.Distinct());
        using var other = await PostAsync(client, "echo", new { seconds = 1 });
        await other.AssertProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(1, (await EndAsync(client, id)).GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_was()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters());
        await client.EndOfAsync(id);
        var result = $"/api/tasks/{id}/result";
        using var whole = await client.GetAsync(result);
        var file = await whole.Content.ReadAsByteArrayAsync();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, result));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(file.Length, head.Content.Headers.ContentLength);

        using var rest = await client.SendAsync(Part(new RangeConditionHeaderValue(whole.Headers.ETag!)));
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(file[1_000..], await rest.Content.ReadAsByteArrayAsync());
        using var other = await client.SendAsync(Part(new RangeConditionHeaderValue("\"another\"")));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        HttpRequestMessage Part(RangeConditionHeaderValue condition) =>
            new(HttpMethod.Get, result) { Headers = { Range = new RangeHeaderValue(1_000, null), IfRange = condition } };
    }

    [Fact]
    public async Task Tasks_are_listed_newest_first()
    {
        using var client = app.Authorized();
        for (var i = 0; i < 3; i++)
        {
            using var accepted = await PostAsync(client, "echo", new { seconds = 0 });
        }

        using var first = await client.GetAsync("/api/tasks?pageSize=2");
        var page = await first.ReadAsync();
        using var second = await client.GetAsync($"/api/tasks?pageSize=2&cursor={Uri.EscapeDataString(page.Text("nextCursor")!)}");
        var times = page.GetProperty("items").EnumerateArray().Concat((await second.ReadAsync()).GetProperty("items").EnumerateArray())
            .Select(task => task.GetProperty("createdAt").GetDateTimeOffset()).ToArray();
        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task Bad_requests_are_named()
    {
        using var client = app.Authorized();
        using var unknownType = await PostAsync(client, "nothing", new { });
        using var badParameter = await PostAsync(client, "echo", new { seconds = -1 });
        using var unknownTask = await client.GetAsync($"/api/tasks/{Guid.NewGuid()}");
        using var badStatus = await client.GetAsync("/api/tasks?status=asleep");
        await unknownType.AssertProblemAsync(HttpStatusCode.BadRequest, "type");
        await badParameter.AssertProblemAsync(HttpStatusCode.BadRequest, "parameters.seconds");
        await unknownTask.AssertProblemAsync(HttpStatusCode.NotFound);
        await badStatus.AssertProblemAsync(HttpStatusCode.BadRequest, "status");
    }

    [Fact]
    public async Task Tasks_need_the_key()
    {
        using var client = app.Anonymous();
        using var post = await PostAsync(client, "echo", new { seconds = 0 });
        using var list = await client.GetAsync("/api/tasks");
        await post.AssertProblemAsync(HttpStatusCode.Unauthorized);
        await list.AssertProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string type, object parameters) =>
        client.PostAsJsonAsync("/api/tasks", new { type, parameters });

    private static async Task<JsonElement> GetAsync(HttpClient client, string? id)
    {
        using var response = await client.GetAsync($"/api/tasks/{id}");
        return await response.ReadAsync();
    }

    private static Task<JsonElement> EndAsync(HttpClient client, string? id) =>
        Eventually.GetAsync(() => GetAsync(client, id), task => Ended.Contains(task.Text("status")));
}
