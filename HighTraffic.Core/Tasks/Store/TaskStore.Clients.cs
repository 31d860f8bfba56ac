using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Store;

/// <content>The transitions that clients request.</content>
internal sealed partial class TaskStore
{
    /// <summary>How long the relay leaves a committed task to the process that accepted it, which tries to publish it first.</summary>
    public static readonly TimeSpan PublishGrace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Nothing → <c>queued</c>, for many tasks in one statement. Each task gets the turn after its client's last open task; a client without
    /// open tasks starts at the current turn of the lane (start-time fair queueing).
    /// </summary>
    /// <param name="rows">The tasks.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The ids of the inserted tasks. An id is missing if a task with it, or with the same owner and idempotency key, exists.</returns>
    public Task<List<Guid>> InsertAsync(IReadOnlyCollection<TaskRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var types = rows.Select(row => row.Type).ToArray();
        var lanes = rows.Select(row => row.Lane).ToArray();
        var parameters = rows.Select(row => row.Parameters).ToArray();
        var owners = rows.Select(row => row.Owner).ToArray();
        var keys = rows.Select(row => row.IdempotencyKey).ToArray();
        var traces = rows.Select(row => row.TraceParent).ToArray();

        // The unique index decides between concurrent requests with the same key. The turn is looked up once for each client.
        return database.Database.SqlQuery<Guid>(
            $"""
            INSERT INTO tasks (id, type, lane, turn, parameters, status, progress, attempts, uncounted_attempts, failures, created_at, owner,
                idempotency_key, not_before, cancel_requested, trace_parent)
            SELECT id, type, lane, number - 1 + max(CASE number WHEN 1 THEN greatest(
                    1, pg_sequence_last_value(('task_turn_' || lane)::regclass),
                    (SELECT max(turn) + 1 FROM tasks AS open
                     WHERE open.owner = new.owner AND open.lane = new.lane AND open.status IN ('queued', 'running'))) END) OVER (PARTITION BY owner, lane),
                parameters::jsonb, 'queued', 0, 0, 0, 0, now(), owner, key, now() + {PublishGrace}, false, trace
            FROM (
                SELECT *, row_number() OVER (PARTITION BY owner, lane ORDER BY position) AS number
                FROM unnest({ids}, {types}, {lanes}, {parameters}, {owners}, {keys}, {traces}) WITH ORDINALITY
                    AS new (id, type, lane, parameters, owner, key, trace, position)) AS new
            ON CONFLICT DO NOTHING
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Finds tasks by their ids, and by the idempotency keys of their owners.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="requests">The owners and their keys.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The tasks that exist, in any order.</returns>
    public async Task<List<BackgroundTask>> FindAsync(
        IEnumerable<Guid> ids, IReadOnlyCollection<(string Owner, string Key)> requests, CancellationToken cancellationToken)
    {
        var owners = requests.Select(request => request.Owner).ToArray();
        var keys = requests.Select(request => request.Key).ToArray();
        var repeated = await database.Database.SqlQuery<Guid>(
            $"""
            SELECT tasks.id AS "Value" FROM unnest({owners}, {keys}) AS request (owner, key)
            JOIN tasks ON tasks.owner = request.owner AND tasks.idempotency_key = request.key
            """).ToListAsync(cancellationToken);
        Guid[] wanted = [.. repeated, .. ids];
        return await database.Tasks.AsNoTracking().Where(task => wanted.Contains(task.Id)).ToListAsync(cancellationToken);
    }

    /// <summary><c>queued</c> → <c>canceled</c>. A <c>running</c> task is marked, and its worker stops it.</summary>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether the task was queued or running. A task that has ended stays as it is.</returns>
    public async Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET cancel_requested = true,
                status = CASE status WHEN 'queued' THEN 'canceled' ELSE status END,
                finished_at = CASE status WHEN 'queued' THEN now() ELSE finished_at END
            WHERE id = {id} AND status IN ('queued', 'running')
            """, cancellationToken) > 0;

    /// <summary><c>failed</c> → <c>queued</c>, from the last checkpoint, with a new set of attempts and after the client's other tasks.</summary>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The message that the task is now owed, or null if it has not failed.</returns>
    public async Task<OwedMessage?> RetryFailedAsync(Guid id, CancellationToken cancellationToken)
    {
        var owed = await database.Database.SqlQuery<OwedMessage>(
            $"""
            UPDATE tasks
            SET status = 'queued', failures = 0, uncounted_attempts = attempts, error = NULL, finished_at = NULL, cancel_requested = false,
                published_at = NULL, not_before = now() + {PublishGrace},
                turn = greatest(
                    1, pg_sequence_last_value(('task_turn_' || lane)::regclass),
                    (SELECT max(turn) + 1 FROM tasks AS open
                     WHERE open.owner = tasks.owner AND open.lane = tasks.lane AND open.status IN ('queued', 'running')))
            WHERE id = {id} AND status = 'failed'
            RETURNING id AS "Id", lane AS "Lane", attempts AS "Attempts", trace_parent AS "TraceParent"
            """).ToListAsync(cancellationToken);
        return owed.SingleOrDefault();
    }
}
