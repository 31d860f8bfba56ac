using System.Diagnostics;
using HighTraffic.Api.Telemetry;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>Accepts tasks: the row is committed first, and with that the task is safe; the message follows.</summary>
/// <param name="inserts">Commits the row.</param>
/// <param name="database">The database, to look for earlier requests in.</param>
/// <param name="publisher">Publishes after the commit.</param>
/// <param name="backlog">Knows how many are open.</param>
/// <param name="meter">Counts what was accepted.</param>
internal sealed class TaskAcceptance(TaskInserts inserts, AppDbContext database, CommittedTaskPublisher publisher, TaskBacklog backlog, ApiMeter meter)
{
    /// <summary>Accepts a task, or finds the one that the same request has made before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The task, or null if its idempotency key was used for another request.</returns>
    public async Task<TaskReceipt?> AcceptAsync(TaskRequest request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var trace = Activity.Current?.Id;
        var lane = TaskLaneNames.NameOf(request.Type.Lane);
        var row = new TaskRow(id, request.Type.Name, lane, request.Type.Write(request.Parameters), request.Owner, request.IdempotencyKey, trace);

        // The id conflicts only with itself, if the commit succeeded, its answer was lost and the statement was repeated.
        if (!await inserts.InsertAsync(row, cancellationToken) && await FindEarlierAsync(request, cancellationToken) is { } earlier && earlier.Id != id)
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
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether nothing new would be added.</returns>
    public async Task<bool> IsKnownAsync(TaskRequest request, CancellationToken cancellationToken) =>
        await FindEarlierAsync(request, cancellationToken) is not null;

    private static bool IsSame(TaskRequest request, BackgroundTask earlier) =>
        earlier.Type == request.Type.Name && request.Type.AreEqual(request.Parameters, earlier.Parameters);

    private Task<BackgroundTask?> FindEarlierAsync(TaskRequest request, CancellationToken cancellationToken) =>
        request.IdempotencyKey is null
            ? Task.FromResult<BackgroundTask?>(null)
            : database.Tasks.AsNoTracking().SingleOrDefaultAsync(
                task => task.Owner == request.Owner && task.IdempotencyKey == request.IdempotencyKey, cancellationToken);
}
