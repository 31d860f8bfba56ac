using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks.Store;

/// <content>What a run leaves behind while it is <c>running</c>: checkpoints and pieces of its result.</content>
internal sealed partial class TaskStore
{
    /// <summary>Saves a checkpoint, in the caller's transaction if there is one.</summary>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public async Task SaveCheckpointAsync(ClaimedTask task, string checkpoint, CancellationToken cancellationToken)
    {
        var saved = await OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks SET checkpoint = {checkpoint}::jsonb
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """, cancellationToken));
        if (!saved)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Whether this run has saved a checkpoint.</summary>
    public async Task<bool> HasCheckpointAsync(ClaimedTask task, string checkpoint, CancellationToken cancellationToken)
    {
        var found = await database.Database.SqlQuery<bool>(
            $"""
            SELECT checkpoint = {checkpoint}::jsonb AS "Value" FROM tasks
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND checkpoint IS NOT NULL
            """).ToListAsync(cancellationToken);
        return found is [true];
    }

    /// <summary>
    /// Stores a piece of the result. The lock on the task's row makes a takeover wait until the piece is in, so that the new run sees
    /// and discards it.
    /// </summary>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public async Task StorePieceAsync(ClaimedTask task, int number, byte[] content, CancellationToken cancellationToken)
    {
        var stored = await OneRow(database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO result_chunks (task_id, number, content)
            SELECT id, {number}, {content} FROM tasks
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            FOR SHARE
            """, cancellationToken));
        if (!stored)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Discards the pieces that this run or an earlier one has stored.</summary>
    public Task DiscardPiecesAsync(ClaimedTask task, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM result_chunks
            USING tasks
            WHERE result_chunks.task_id = tasks.id
              AND tasks.id = {task.Id} AND tasks.attempts = {task.Attempts} AND tasks.status = 'running'
            """, cancellationToken);
}
