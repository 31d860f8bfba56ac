using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Store;

/// <content>
/// The task table as an outbox: which tasks are owed a message. A message wakes a worker up for its lane, so what counts is that there are as
/// many of them as there are tasks to begin.
/// </content>
internal sealed partial class TaskStore
{
    /// <summary>How long a taken message is left to the relay that took it.</summary>
    private static readonly TimeSpan RelayHold = TimeSpan.FromSeconds(10);

    /// <summary>How long after a message was published the relay need not look at its task again.</summary>
    private static readonly TimeSpan DeliveryGrace = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Takes the messages of tasks that are queued but not published, of running ones whose lease has ended, and of failed ones that are not in
    /// the error queue yet. A pause that is over ends by it, and <c>running</c> becomes <c>queued</c>. A message is taken by moving its time,
    /// in a statement of its own, so no lock is held while the broker is asked.
    /// </summary>
    /// <param name="limit">How many messages at most.</param>
    /// <param name="idleLanes">
    /// The lanes that this worker is idle in. Their queue is empty, so a message that was published long ago for a task that still waits is lost
    /// (to the error queue, or with the broker's disk) and is owed again.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
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

    /// <summary>Notes that messages were published. A task that has begun since is left alone: it is owed nothing any more.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is written.</returns>
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

    /// <summary>Lets the relay publish a message for a lane again that was not used: any task that waits there is owed it.</summary>
    /// <param name="lane">The name of the lane.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is written.</returns>
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
