using HighTraffic.Core.Messaging;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Worker;

/// <summary>The task table read as an outbox: which rows still need a message.</summary>
internal static class OwedMessages
{
    /// <summary>How long a taken row is left to the relay that took it.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes rows that are queued but not published, running ones whose worker is not heard of any more, and failed ones that are
    /// not in the error queue yet. Rows are taken by moving their time, in a statement of its own, so that no lock is held while
    /// the broker is asked.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="limit">How many rows at most.</param>
    /// <param name="idleTypes">
    /// The types for whose tasks this worker is idle. Their queue is empty, so a message that was published long ago and
    /// not claimed is lost (to the error queue, or with the broker's disk) and is owed again.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rows.</returns>
    public static Task<List<OwedMessage>> TakeOwedMessagesAsync(
        this CatalogDbContext database, int limit, string[] idleTypes, CancellationToken cancellationToken) =>
        database.Database.SqlQuery<OwedMessage>(
            $"""
            UPDATE tasks
            SET not_before = now() + {Hold}
            WHERE id IN (
                SELECT id FROM tasks
                WHERE (status IN ('queued', 'running') OR (status = 'failed' AND published_at IS NULL)) AND not_before < now()
                  AND CASE status WHEN 'running' THEN lease_until < now()
                                  WHEN 'failed' THEN true
                                  ELSE published_at IS NULL OR type = ANY ({idleTypes}) END
                ORDER BY not_before
                LIMIT {limit}
                FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Id", type AS "Type", attempts AS "Attempts", trace_parent AS "TraceParent"
            """).ToListAsync(cancellationToken);

    /// <summary>Lets the relay publish a task again whose message was not used.</summary>
    /// <param name="database">The database.</param>
    /// <param name="id">The task.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it is written.</returns>
    public static Task ReturnToRelayAsync(this CatalogDbContext database, Guid id, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"UPDATE tasks SET published_at = NULL, not_before = now() WHERE id = {id} AND status = 'queued'", cancellationToken);
}
