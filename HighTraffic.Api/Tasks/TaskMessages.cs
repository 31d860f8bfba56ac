using System.Text.Json;
using HighTraffic.Data.Tasks;

namespace HighTraffic.Api.Tasks;

/// <summary>A request for a task.</summary>
/// <param name="Type">The name of a task type, <c>catalog-export</c> for example.</param>
/// <param name="Parameters">The parameters of that type, an object; empty if omitted.</param>
public sealed record NewTask(string? Type, JsonElement? Parameters = null);

/// <summary>A task that was accepted or canceled.</summary>
/// <param name="Id">The id of the task.</param>
/// <param name="Status">The state of the task.</param>
public sealed record TaskReceipt(Guid Id, BackgroundTaskStatus Status);

/// <summary>A task as its client sees it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Status">The state of the task.</param>
/// <param name="Progress">The progress in percent, 0 to 100.</param>
/// <param name="Attempts">How many runs have begun.</param>
/// <param name="Error">Why the last run failed.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="StartedAt">When its first run began.</param>
/// <param name="FinishedAt">When it succeeded, failed or was canceled.</param>
public sealed record TaskDetails(
    Guid Id,
    string Type,
    BackgroundTaskStatus Status,
    int Progress,
    int Attempts,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt);

/// <summary>A page of tasks, newest first.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskDetails> Items, string? NextCursor);
