using HighTraffic.Api.Security;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>Retries a failed task from its last checkpoint.</summary>
internal static class TaskRetry
{
    public static async Task<Results<Accepted<TaskReceipt>, ProblemHttpResult>> PostAsync(
        Guid id, HttpContext http, TaskStore store, AppDbContext database, CommittedTaskPublisher publisher, TaskBacklog backlog, TaskSignals signals,
        CancellationToken cancellationToken)
    {
        var client = http.User.ClientName;
        if (await backlog.FindExceededLimitAsync(client, cancellationToken) is { } limit)
        {
            return TaskEndpoints.TooMany(http, limit);
        }

        if (await store.RetryFailedAsync(id, cancellationToken) is { } message)
        {
            backlog.Add(client);
            publisher.Publish(message);
            signals.Send(id);
            return TaskEndpoints.Accepted(new TaskReceipt(id, BackgroundTaskStatus.Queued));
        }

        var status = await database.Tasks.Where(task => task.Id == id).Select(task => (BackgroundTaskStatus?)task.Status)
            .FirstOrDefaultAsync(cancellationToken);
        return status is null
            ? TaskResults.Unknown()
            : TypedResults.Problem(
                $"Only a failed task can be retried. This task is {status.ToString()!.ToLowerInvariant()}.",
                statusCode: StatusCodes.Status409Conflict);
    }
}
