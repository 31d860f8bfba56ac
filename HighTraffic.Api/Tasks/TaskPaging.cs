using System.Globalization;
using System.Linq.Expressions;
using HighTraffic.Api.Validation;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>A page of the list of tasks. Ids are version 7 UUIDs, so they sort by creation time.</summary>
/// <param name="Status">The state to list, or null for all.</param>
/// <param name="Before">The last id of the page before this one.</param>
/// <param name="PageSize">The maximum number of tasks.</param>
internal sealed record TaskPaging(BackgroundTaskStatus? Status, Guid? Before, int PageSize)
{
    /// <summary>The largest page.</summary>
    public const int MaxPageSize = 100;

    private const int DefaultPageSize = 50;

    /// <summary>Maps a row to what clients see, for use in queries.</summary>
    public static Expression<Func<BackgroundTask, TaskDetails>> Details { get; } = task => new TaskDetails(
        task.Id, task.Type, task.Status, task.Progress, task.Attempts, task.Error, task.CreatedAt, task.StartedAt, task.FinishedAt);

    /// <summary>Parses the query of a request. Null if it is invalid; the validation of <see cref="TaskPageRequest"/> reports why.</summary>
    public static TaskPaging? Parse(TaskPageRequest request)
    {
        var (status, before, size) = (default(BackgroundTaskStatus), Guid.Empty, DefaultPageSize);
        var valid = (string.IsNullOrEmpty(request.Status) || TaskStatusAttribute.TryParse(request.Status, out status))
            && (string.IsNullOrEmpty(request.Cursor) || TaskCursorAttribute.TryParse(request.Cursor, out before))
            && (string.IsNullOrEmpty(request.PageSize) || WholeNumberAttribute.TryParse(request.PageSize, 1, MaxPageSize, out size));
        return valid
            ? new TaskPaging(string.IsNullOrEmpty(request.Status) ? null : status, string.IsNullOrEmpty(request.Cursor) ? null : before, size)
            : null;
    }

    /// <summary>Reads the page.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The page.</returns>
    public async Task<TaskPage> ReadAsync(AppDbContext database, CancellationToken cancellationToken)
    {
        IQueryable<BackgroundTask> tasks = database.Tasks;
        if (Status is { } status)
        {
            tasks = tasks.Where(task => task.Status == status);
        }

        if (Before is { } before)
        {
            tasks = tasks.Where(task => task.Id < before);
        }

        // One extra row tells whether there is a next page.
        var items = await tasks.OrderByDescending(task => task.Id).Take(PageSize + 1).Select(Details).ToListAsync(cancellationToken);
        if (items.Count <= PageSize)
        {
            return new TaskPage(items, null);
        }

        items.RemoveAt(PageSize);
        return new TaskPage(items, items[^1].Id.ToString("N", CultureInfo.InvariantCulture));
    }
}
