using System.Net;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Tasks;

[Collection(SharedApp.Name)]
public sealed class TaskRetryTests(RunningApp app)
{
    [Fact]
    public async Task A_failed_task_is_in_the_error_queue_with_its_reason_and_can_be_taken_up_again()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync("echo", new { seconds = 0, fail = true });
        var failed = await client.EndOfAsync(id);
        Assert.Equal("failed", failed.Text("status"));
        Assert.Equal(3, failed.GetProperty("attempts").GetInt32());

        await using var broker = await Broker.ConnectAsync(app);
        var message = await Eventually.GetAsync(() => broker.TakeAsync("tasks-quick_error", id), found => found is not null);
        Assert.Contains(failed.Text("error")!, message!, StringComparison.Ordinal);

        using var retried = await client.PostAsync(new Uri($"/api/tasks/{id}/retry", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, retried.StatusCode);
        Assert.Equal("queued", (await retried.ReadAsync()).Text("status"));
        var again = await Eventually.GetAsync(() => client.TaskAsync(id), task => task.GetProperty("attempts").GetInt32() == 6 && task.Text("status") == "failed");
        Assert.Equal(failed.Text("error"), again.Text("error"));
    }

    [Fact]
    public async Task Only_a_failed_task_can_be_taken_up_again()
    {
        using var client = app.Authorized();
        var id = await client.AcceptedAsync("echo", new { seconds = 0 });
        await client.EndOfAsync(id);
        using var succeeded = await client.PostAsync(new Uri($"/api/tasks/{id}/retry", UriKind.Relative), null);
        using var unknown = await client.PostAsync(new Uri($"/api/tasks/{Guid.NewGuid()}/retry", UriKind.Relative), null);
        await succeeded.AssertProblemAsync(HttpStatusCode.Conflict);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound);
    }
}
