using HighTraffic.Core.Tasks;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Worker.Running;

/// <summary>
/// Writes how a run ended. Each statement is fenced by the number of the run: if the task was taken over meanwhile it changes
/// nothing, and says so by returning false.
/// </summary>
internal static class TaskEnd
{
    /// <summary>The run succeeded; its result, if it has one, becomes readable in the same statement.</summary>
    public static Task<bool> SucceedAsync(this CatalogDbContext database, ClaimedTask task, TaskResult? result) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = 'succeeded', progress = 100, error = NULL, finished_at = now(), lease_owner = NULL, lease_until = NULL,
                result_content_type = {result?.ContentType}, result_file_name = {result?.FileName}, result_length = {result?.Length}
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>The run failed and none is to follow. The relay owes the task a last message, which ends in the error queue.</summary>
    public static Task<bool> FailAsync(this CatalogDbContext database, ClaimedTask task, string reason) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = 'failed', failures = failures + 1, error = {reason}, finished_at = now(), published_at = NULL, not_before = now(),
                lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>The run failed and another is to follow after a pause, unless the client doesn't want it any more.</summary>
    public static Task<bool> RetryAsync(this CatalogDbContext database, ClaimedTask task, string reason, TimeSpan pause) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                finished_at = CASE WHEN cancel_requested THEN now() END,
                failures = failures + 1, error = {reason}, published_at = NULL, not_before = now() + {pause},
                lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>
    /// The run was stopped half-way: by the client, which ends the task, or with its worker, which leaves it to another one. A run that
    /// was handed over does not count against the task, or one of hours could not outlast many deployments.
    /// </summary>
    public static Task<bool> GiveBackAsync(this CatalogDbContext database, ClaimedTask task) =>
        OneRow(database.Database.ExecuteSqlAsync(
            $"""
            UPDATE tasks
            SET status = CASE WHEN cancel_requested THEN 'canceled' ELSE 'queued' END,
                finished_at = CASE WHEN cancel_requested THEN now() END,
                attempts_before = attempts_before + 1,
                published_at = NULL, not_before = now(), lease_owner = NULL, lease_until = NULL
            WHERE id = {task.Id} AND attempts = {task.Attempts} AND status = 'running'
            """));

    /// <summary>Why a task has failed, if it has.</summary>
    public static Task<string?> FindFailureAsync(this CatalogDbContext database, Guid id, CancellationToken cancellationToken) =>
        database.Tasks.Where(task => task.Id == id && task.Status == BackgroundTaskStatus.Failed)
            .Select(task => task.Error).SingleOrDefaultAsync(cancellationToken);

    private static async Task<bool> OneRow(Task<int> rows) => await rows == 1;
}
