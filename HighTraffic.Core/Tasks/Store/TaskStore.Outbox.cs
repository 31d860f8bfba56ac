using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Store;

/// <content>
/// The task table as an outbox: which tasks are owed a message. A message wakes up a worker for its lane, so there must be as many messages as
/// there are tasks to begin.
/// </content>
internal sealed partial class TaskStore
{
    /// <summary>How long a message is left to the relay that took it.</summary>
    private static readonly TimeSpan RelayHold = TimeSpan.FromSeconds(10);

    /// <summary>How long the relay ignores a task after its message was published.</summary>
    private static readonly TimeSpan DeliveryGrace = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Takes the messages of tasks that are queued but not published, of running tasks whose lease has expired, and of failed tasks that are
    /// not in the error queue yet. This ends the pause of a task, and turns <c>running</c> into <c>queued</c>. Taking a message postpones it in
    /// a separate statement, so no lock is held while it is published.
    /// </summary>
    /// <param name="limit">The maximum number of messages.</param>
    /// <param name="idleLanes">
    /// The lanes in which this worker is idle. Their queues are empty, so if a task still waits, its published message was lost (to the error
    /// queue, or with the broker's disk) and is owed again.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The messages.</returns>
    public Task<List<OwedMessage>> TakeOwedMessagesAsync(int limit, string[] idleLanes, CancellationToken cancellationToken) =>
        database.Database.SqlQuery<OwedMessage>(
            $"""
            UPDATE tasks
            SET status = CASE status WHEN 'running' THEN 'queued' ELSE status END, lease_owner = NULL, lease_until = NULL,
                published_at = NULL, is_paused = false, not_before = now() + {RelayHold}
            WHERE id IN (
                SELECT id FROM tasks
                WHERE (status IN ('queued', 'running') OR (status = 'failed' AND published_at IS NULL)) AND not_before < now()
                  AND CASE status WHEN 'running' THEN lease_until < now()
                                  WHEN 'failed' THEN true
                                  ELSE published_at IS NULL OR lane = ANY ({idleLanes}) END
                ORDER BY not_before
                LIMIT {limit}
                FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Id", lane AS "Lane", attempts AS "Attempts", trace_parent AS "TraceParent"
            """).ToListAsync(cancellationToken);

    /// <summary>Records that messages were published. A task that has begun since is skipped: it is no longer owed a message.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes once it is written.</returns>
    public Task MarkPublishedAsync(IReadOnlyCollection<OwedMessage> messages, CancellationToken cancellationToken)
    {
        var ids = messages.Select(message => message.Id).ToArray();
        var attempts = messages.Select(message => message.Attempts).ToArray();
        return database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET published_at = now(), not_before = now() + {DeliveryGrace}
            FROM unnest({ids}, {attempts}) AS sent (id, attempts)
            WHERE tasks.id = sent.id AND tasks.attempts = sent.attempts AND tasks.status IN ('queued', 'failed')
            """, cancellationToken);
    }

    /// <summary>Lets the relay publish an unused message of a lane again, for any task that waits in the lane.</summary>
    /// <param name="lane">The name of the lane.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes once it is written.</returns>
    public Task ReturnToRelayAsync(string lane, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET published_at = NULL, not_before = now()
            WHERE id = (
                SELECT id FROM tasks
                WHERE lane = {lane} AND status = 'queued' AND published_at IS NOT NULL
                ORDER BY turn, id
                LIMIT 1
                FOR UPDATE SKIP LOCKED)
            """, cancellationToken);
}
