using System.Globalization;
using System.Linq.Expressions;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>A page of the list of tasks. Ids are version 7 UUIDs, so the order of the keys is the order of time.</summary>
/// <param name="Status">The one state wanted, or null for all.</param>
/// <param name="Before">The last id of the page before this one.</param>
/// <param name="PageSize">How many tasks at most.</param>
internal sealed record TaskPaging(BackgroundTaskStatus? Status, Guid? Before, int PageSize)
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 100;

    private static readonly string[] StatusNames = [.. Enum.GetNames<BackgroundTaskStatus>().Select(name => name.ToLowerInvariant())];

    /// <summary>What a client sees of a row, to be translated to SQL.</summary>
    public static Expression<Func<BackgroundTask, TaskDetails>> Details { get; } = task => new TaskDetails(
        task.Id, task.Type, task.Status, task.Progress, task.Attempts, task.Error, task.CreatedAt, task.StartedAt, task.FinishedAt);

    /// <summary>Reads the query of a request.</summary>
    /// <param name="status">The name of a state.</param>
    /// <param name="cursor">The cursor of the page before.</param>
    /// <param name="pageSize">The size of the page, as text so that a wrong one is named among the other errors.</param>
    /// <param name="errors">Receives every broken rule.</param>
    /// <returns>The page, or null if a rule is broken.</returns>
    public static TaskPaging? Read(string? status, string? cursor, string? pageSize, IDictionary<string, string[]> errors)
    {
        var state = Array.IndexOf(StatusNames, status);
        if (status is not null && state < 0)
        {
            errors["status"] = [$"must be one of: {string.Join(", ", StatusNames)}."];
        }

        var before = Guid.Empty;
        if (cursor is not null && !Guid.TryParseExact(cursor, "N", out before))
        {
            errors["cursor"] = ["must be the nextCursor of an earlier page, unmodified."];
        }

        var size = DefaultPageSize;
        if (pageSize is not null
            && !(int.TryParse(pageSize, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= MaxPageSize))
        {
            errors["pageSize"] = [$"must be an integer from 1 to {MaxPageSize}."];
        }

        return errors.Count > 0
            ? null
            : new TaskPaging(status is null ? null : (BackgroundTaskStatus)state, cursor is null ? null : before, size);
    }

    /// <summary>Reads the page.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page.</returns>
    public async Task<TaskPage> ReadAsync(CatalogDbContext database, CancellationToken cancellationToken)
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

        // One more than asked for tells whether there is a next page.
        var items = await tasks.OrderByDescending(task => task.Id).Take(PageSize + 1).Select(Details).ToListAsync(cancellationToken);
        if (items.Count <= PageSize)
        {
            return new TaskPage(items, null);
        }

        items.RemoveAt(PageSize);
        return new TaskPage(items, items[^1].Id.ToString("N", CultureInfo.InvariantCulture));
    }
}
