using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Core.Tasks;

/// <summary>Stores checkpoints, fenced like every other write of a run.</summary>
internal static class Checkpoints
{
    /// <summary>Saves a checkpoint, in the transaction of the caller if there is one.</summary>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public static async Task SaveCheckpointAsync(
        this CatalogDbContext database, ClaimedTask task, string checkpoint, CancellationToken cancellationToken)
    {
        var rows = await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks SET checkpoint = {checkpoint}::jsonb
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """, cancellationToken);
        if (rows == 0)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Whether a checkpoint has been saved by this run.</summary>
    public static async Task<bool> HasCheckpointAsync(
        this CatalogDbContext database, ClaimedTask task, string checkpoint, CancellationToken cancellationToken)
    {
        var found = await database.Database.SqlQuery<bool>(
            $"""
            SELECT checkpoint = {checkpoint}::jsonb AS "Value" FROM tasks
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND checkpoint IS NOT NULL
            """).ToListAsync(cancellationToken);
        return found is [true];
    }
}
