using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using HighTraffic.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>Takes a task that has failed up again, from its last checkpoint.</summary>
internal static class TaskRetry
{
    public static async Task<Results<Accepted<TaskReceipt>, ProblemHttpResult>> PostAsync(
        Guid id, CatalogDbContext database, CommittedTaskPublisher publisher, TaskSignals signals, CancellationToken cancellationToken)
    {
        // One statement, so that of two requests one takes it up.
        var owed = await database.Database.SqlQuery<OwedMessage>(
            $"""
            UPDATE tasks
            SET status = 'queued', failures = 0, attempts_before = attempts, error = NULL, finished_at = NULL, cancel_requested = false,
                published_at = NULL, not_before = now() + {TaskAcceptance.Grace}
            WHERE id = {id} AND status = 'failed'
            RETURNING id AS "Id", type AS "Type", attempts AS "Attempts", trace_parent AS "TraceParent"
            """).ToListAsync(cancellationToken);
        if (owed is [var message])
        {
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
