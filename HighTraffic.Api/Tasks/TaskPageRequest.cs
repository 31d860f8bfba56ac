using System.ComponentModel;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Tasks;

/// <summary>The query of a request for a page of tasks, bound as text, so that all invalid values are reported at once.</summary>
public sealed class TaskPageRequest
{
    /// <summary>The parameter <c>status</c>.</summary>
    [FromQuery(Name = "status"), Description("Only tasks in this state."), TaskStatus]
    public string? Status { get; init; }

    /// <summary>The parameter <c>cursor</c>.</summary>
    [FromQuery(Name = "cursor"), Description("The nextCursor of the previous page; the first page if omitted."), TaskCursor]
    public string? Cursor { get; init; }

    /// <summary>The parameter <c>pageSize</c>.</summary>
    [FromQuery(Name = "pageSize"), Description("The page size; 50 if omitted."), WholeNumber(1, TaskPaging.MaxPageSize)]
    public string? PageSize { get; init; }
}
