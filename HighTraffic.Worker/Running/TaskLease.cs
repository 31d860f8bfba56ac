using HighTraffic.Core.Tasks;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Worker.Running;

/// <summary>
/// Takes tasks and keeps them. All times are the database's, so the clocks of the workers don't matter, and each step is
/// one statement, so two workers can't both succeed.
/// </summary>
internal static class TaskLease
{
    /// <summary>How long a worker that is not heard of is taken for alive.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    /// <summary>Takes a task that waits, or whose worker is not heard of any more.</summary>
    /// <param name="database">The database.</param>
    /// <param name="id">The task.</param>
    /// <param name="owner">This worker, for people who look at the table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The task, or null if it is somebody else's, finished or unknown.</returns>
    public static async Task<ClaimedTask?> ClaimAsync(
        this CatalogDbContext database, Guid id, string owner, CancellationToken cancellationToken)
    {
        var claimed = await database.Database.SqlQuery<ClaimedTask>(
            $"""
            UPDATE tasks
            SET status = 'running', attempts = attempts + 1, progress = 0, lease_owner = {owner},
                lease_until = now() + {Duration}, not_before = now(), started_at = coalesce(started_at, now())
            WHERE id = {id} AND (status = 'queued' OR (status = 'running' AND lease_until < now()))
            RETURNING id AS "Id", type AS "Type", parameters::text AS "Parameters", checkpoint::text AS "Checkpoint",
                attempts AS "Attempts", failures AS "Failures", attempts - attempts_before AS "Begun", cancel_requested AS "CancelRequested", trace_parent AS "TraceParent",
                extract(epoch FROM now() - created_at)::float8 AS "WaitedSeconds"
            """).ToListAsync(cancellationToken);
        return claimed.SingleOrDefault();
    }

    /// <summary>Renews the leases of all runs of this worker and writes their progress, in one statement for all.</summary>
    /// <param name="database">The database.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The runs that still hold their row; one that is missing lost it or has ended.</returns>
    public static Task<List<LeaseState>> RenewAsync(
        this CatalogDbContext database, IReadOnlyCollection<ActiveRun> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(run => run.Task.Id).ToArray();
        var attempts = runs.Select(run => run.Task.Attempts).ToArray();
        var progress = runs.Select(run => run.Progress).ToArray();
        return database.Database.SqlQuery<LeaseState>(
            $"""
            UPDATE tasks
            SET lease_until = now() + {Duration}, progress = held.progress
            FROM unnest({ids}, {attempts}, {progress}) AS held (id, attempts, progress)
            WHERE tasks.id = held.id AND tasks.attempts = held.attempts AND tasks.status = 'running'
            RETURNING tasks.id AS "Id", tasks.cancel_requested AS "CancelRequested"
            """).ToListAsync(cancellationToken);
    }

    /// <summary>The answer to a renewal.</summary>
    /// <param name="Id">The task.</param>
    /// <param name="CancelRequested">Whether the client asked for the end.</param>
    internal sealed record LeaseState(Guid Id, bool CancelRequested);
}
