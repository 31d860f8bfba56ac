using System.ComponentModel;
using HighTraffic.Api.Validation;
using Microsoft.AspNetCore.Mvc;

namespace HighTraffic.Api.Tasks;

/// <summary>The query of a request for a page of tasks, as text, so that every parameter that cannot be read is reported at once.</summary>
public sealed class TaskPageRequest
{
    /// <summary>The parameter <c>status</c>.</summary>
    [FromQuery(Name = "status"), Description("Only tasks in this state."), TaskStatus]
    public string? Status { get; init; }

    /// <summary>The parameter <c>cursor</c>.</summary>
    [FromQuery(Name = "cursor"), Description("The nextCursor of the page before; the first page if left out."), TaskCursor]
    public string? Cursor { get; init; }

    /// <summary>The parameter <c>pageSize</c>.</summary>
    [FromQuery(Name = "pageSize"), Description("How many tasks; 50 if left out."), WholeNumber(1, TaskPaging.MaxPageSize)]
    public string? PageSize { get; init; }
}
