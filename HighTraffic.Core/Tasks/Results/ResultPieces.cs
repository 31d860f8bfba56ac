using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Results;

/// <summary>Stores and discards the pieces of a result, fenced like every other write of a run.</summary>
internal static class ResultPieces
{
    /// <summary>Stores a piece. The lock on the task's row keeps a takeover waiting until the piece is in, so that the new run sees and discards it.</summary>
    public static async Task<bool> StorePieceAsync(
        this CatalogDbContext database, ClaimedTask task, int number, byte[] content, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO result_chunks (task_id, number, content)
            SELECT id, {number}, {content} FROM tasks
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            FOR SHARE
            """, cancellationToken) == 1;

    /// <summary>Discards what this run, or one before it, has left of a result.</summary>
    public static Task DiscardPiecesAsync(this CatalogDbContext database, ClaimedTask task, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM result_chunks
            USING tasks
            WHERE result_chunks.task_id = tasks.id
              AND tasks.id = {task.Id} AND tasks.attempts = {task.Attempts} AND tasks.status = 'running'
            """, cancellationToken);
}
