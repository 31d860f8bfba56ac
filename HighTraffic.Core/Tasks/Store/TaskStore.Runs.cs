using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Store;

/// <content>
/// The runs of tasks. Every write of a run names its attempt. Once another worker has taken over the task, the write changes nothing and
/// returns false.
/// </content>
internal sealed partial class TaskStore
{
    /// <summary>How long a worker counts as alive without renewing its leases.</summary>
    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(20);

    /// <summary>
    /// <c>queued</c> → <c>running</c>, for the task whose turn it is. It waits for a locked row only if there is no other, so that workers do
    /// not wait for each other, but no wake-up is lost to a row that is just being marked as published.
    /// </summary>
    /// <param name="lane">The name of the lane.</param>
    /// <param name="wokenFor">
    /// The task that the message was sent for. If that task has failed, this is its last message, which begins nothing.
    /// </param>
    /// <param name="owner">The name of the worker, for operators who read the table.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The task, or null if none is waiting.</returns>
    public async Task<ClaimedTask?> ClaimNextAsync(string lane, Guid wokenFor, string owner, CancellationToken cancellationToken)
    {
        // The current turn of the lane is that of the task that began last. It never moves back for a retried task.
        var claimed = await database.Database.SqlQuery<ClaimedTask>(
            $"""
            UPDATE tasks
            SET status = 'running', attempts = attempts + 1, progress = 0, lease_owner = {owner},
                lease_until = now() + {LeaseDuration}, not_before = now(), started_at = coalesce(started_at, now())
            WHERE NOT EXISTS (SELECT FROM tasks WHERE id = {wokenFor} AND status = 'failed') AND id = coalesce(
                (SELECT id FROM tasks WHERE lane = {lane} AND status = 'queued' AND NOT is_paused ORDER BY turn, id LIMIT 1 FOR UPDATE SKIP LOCKED),
                (SELECT id FROM tasks WHERE lane = {lane} AND status = 'queued' AND NOT is_paused ORDER BY turn, id LIMIT 1 FOR UPDATE))
            RETURNING id AS "Id", type AS "Type", parameters::text AS "Parameters", checkpoint::text AS "Checkpoint",
                attempts AS "Attempts", failures AS "Failures", attempts - uncounted_attempts AS "Begun", cancel_requested AS "CancelRequested", trace_parent AS "TraceParent",
                extract(epoch FROM now() - created_at)::float8 AS "WaitedSeconds",
                CASE WHEN turn > coalesce(pg_sequence_last_value(('task_turn_' || lane)::regclass), 0) THEN setval(('task_turn_' || lane)::regclass, turn) END
            """).ToListAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    /// <summary>Renews the leases of all runs of a worker and writes their progress, in one statement.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The runs that still hold their task. A missing run has lost it or has ended.</returns>
    public Task<List<RenewedLease>> RenewLeasesAsync(IReadOnlyCollection<ActiveRun> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(run => run.Task.Id).ToArray();
        var attempts = runs.Select(run => run.Task.Attempts).ToArray();
        var progress = runs.Select(run => run.Progress).ToArray();
        return database.Database.SqlQuery<RenewedLease>(
            $"""
            UPDATE tasks
            SET lease_until = now() + {LeaseDuration}, progress = held.progress
            FROM unnest({ids}, {attempts}, {progress}) AS held (id, attempts, progress)
            WHERE tasks.id = held.id AND tasks.attempts = held.attempts AND tasks.status = 'running'
            RETURNING tasks.id AS "Id", tasks.cancel_requested AS "CancelRequested"
            """).ToListAsync(cancellationToken);
    }

    /// <summary><c>running</c> → <c>succeeded</c>; its result, if any, becomes readable in the same statement.</summary>
    public Task<bool> SucceedAsync(ClaimedTask task, TaskResult? result) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = 'succeeded', progress = 100, error = NULL, finished_at = now(), lease_owner = NULL, lease_until = NULL,
                result_content_type = {result?.ContentType}, result_file_name = {result?.FileName}, result_length = {result?.Length}
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary><c>running</c> → <c>failed</c>, permanently. The task is owed a last message, which ends up in the error queue.</summary>
    public Task<bool> FailAsync(ClaimedTask task, string reason) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = 'failed', failures = failures + 1, error = {reason}, finished_at = now(), published_at = NULL, not_before = now(),
                lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>
    /// <c>running</c> → <c>queued</c> after a failure, for a retry after a pause; <c>canceled</c> if the client has canceled the task.
    /// </summary>
    public Task<bool> RequeueAsync(ClaimedTask task, string reason, TimeSpan pause) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                finished_at = CASE WHEN cancel_requested THEN now() END,
                failures = failures + 1, error = {reason}, published_at = NULL, is_paused = true, not_before = now() + {pause},
                lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>
    /// <c>running</c> → <c>canceled</c> if the client has canceled the task, or <c>queued</c> because the worker is shutting down. A run that
    /// is given back does not count against the task; otherwise a task of several hours could not survive many deployments.
    /// </summary>
    public Task<bool> GiveBackAsync(ClaimedTask task) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                finished_at = CASE WHEN cancel_requested THEN now() END,
                uncounted_attempts = uncounted_attempts + 1,
                published_at = NULL, not_before = now(), lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>The reason why a task has failed; null if it has not.</summary>
    public Task<string?> FindFailureAsync(Guid id, CancellationToken cancellationToken) =>
        database.Tasks.Where(task => task.Id == id && task.Status == BackgroundTaskStatus.Failed)
            .Select(task => task.Error).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Ended → deleted with its result, for the oldest tasks. A failed task stays until its last message is published.</summary>
    /// <param name="age">The minimum time since the task ended.</param>
    /// <param name="limit">The maximum number of tasks.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteEndedAsync(TimeSpan age, int limit, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM tasks
            WHERE id IN (
                SELECT id FROM tasks
                WHERE finished_at < now() - {age}
                  AND (status IN ('succeeded', 'canceled') OR (status = 'failed' AND published_at IS NOT NULL))
                ORDER BY finished_at
                LIMIT {limit}
                FOR UPDATE SKIP LOCKED)
            """, cancellationToken);
}
