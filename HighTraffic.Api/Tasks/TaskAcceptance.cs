using System.Diagnostics;
using HighTraffic.Api.Telemetry;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data.Tasks;

namespace HighTraffic.Api.Tasks;

/// <summary>Accepts tasks. The row is committed first, which makes the task durable; the message follows.</summary>
/// <param name="inserts">Commits the row, or finds that of an earlier request.</param>
/// <param name="publisher">Publishes after the commit.</param>
/// <param name="backlog">Counts the open tasks.</param>
/// <param name="meter">Counts the accepted tasks.</param>
internal sealed class TaskAcceptance(TaskInserts inserts, CommittedTaskPublisher publisher, TaskBacklog backlog, ApiMeter meter)
{
    /// <summary>Accepts a task, or finds the one that an earlier identical request created.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The task, or null if its idempotency key was used for another request.</returns>
    public async Task<TaskReceipt?> AcceptAsync(TaskRequest request)
    {
        var id = Guid.CreateVersion7();
        var trace = Activity.Current?.Id;
        var lane = TaskLaneNames.NameOf(request.Type.Lane);
        var row = new TaskRow(id, request.Type.Name, lane, request.Type.Write(request.Parameters), request.Owner, request.IdempotencyKey, trace);

        if (await inserts.InsertAsync(row) is { } earlier)
        {
            return IsSame(request, earlier) ? new TaskReceipt(earlier.Id, earlier.Status) : null;
        }

        backlog.Add(request.Owner);
        publisher.Publish(new OwedMessage(id, lane, Attempts: 0, trace));
        meter.TaskAccepted(request.Type.Name);
        return new TaskReceipt(id, BackgroundTaskStatus.Queued);
    }

    /// <summary>Whether a request with the same key was accepted before.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether the request would add no new task.</returns>
    public async Task<bool> IsKnownAsync(TaskRequest request) =>
        request.IdempotencyKey is { } key && await inserts.FindAsync(request.Owner, key) is not null;

    private static bool IsSame(TaskRequest request, BackgroundTask earlier) =>
        earlier.Type == request.Type.Name && request.Type.AreEqual(request.Parameters, earlier.Parameters);
}
