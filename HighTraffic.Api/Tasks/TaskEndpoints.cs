using HighTraffic.Api.Caching;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Hosting;
using HighTraffic.Api.Http;
using HighTraffic.Api.Security;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using HighTraffic.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>The long-running tasks: accepted here, run by the worker.</summary>
internal static class TaskEndpoints
{
    private const string Path = "/api/tasks";

    /// <summary>Maps <c>/api/tasks</c>.</summary>
    /// <param name="routes">The routes of the API.</param>
    /// <returns>The group.</returns>
    public static RouteGroupBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Tasks").RequireApiKey();
        group.MapPost("/tasks", AcceptAsync).WithName("AcceptTask").WithSummary("Accepts a task; a repeated Idempotency-Key gives the same task")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithLoadLimits();
        group.MapMethods("/tasks", CachingExtensions.Read, ListAsync).WithName("ListTasks").WithSummary("Lists tasks, newest first")
            .ProducesValidationProblem().WithLoadLimits();
        group.MapMethods("/tasks/{id:guid}", CachingExtensions.Read, GetAsync).WithName("GetTask").WithSummary("Tells where a task stands")
            .ProducesProblem(StatusCodes.Status404NotFound).WithLoadLimits();
        group.MapMethods("/tasks/{id:guid}/events", CachingExtensions.Read, TaskEvents.GetAsync).WithName("WatchTask").WithSummary("Tells by server-sent events where a task stands, until it ends")
            .WithMetadata(new Uncounted()).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapMethods("/tasks/{id:guid}/result", CachingExtensions.Read, TaskResults.GetAsync).WithName("GetTaskResult").WithSummary("Streams the file that a task has made")
            .AddEndpointFilter<DownloadFilter>().WithMetadata(new Uncounted()).Produces<Stream>(StatusCodes.Status200OK, "application/gzip")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("/tasks/{id:guid}/retry", TaskRetry.PostAsync).WithName("RetryTask").WithSummary("Takes a failed task up again, from its last checkpoint")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).WithLoadLimits();
        group.MapDelete("/tasks/{id:guid}", CancelAsync).WithName("CancelTask").WithSummary("Cancels a task: one that waits never starts, one that runs stops")
            .ProducesProblem(StatusCodes.Status404NotFound).WithLoadLimits();
        return group;
    }

    private static async Task<Results<Accepted<TaskReceipt>, ValidationProblem, ProblemHttpResult>> AcceptAsync(
        NewTask body, HttpContext http, TaskAcceptance acceptance, TaskBacklog backlog, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var request = TaskRequest.Read(body, http.Request.Headers, errors);
        if (request is null)
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (await backlog.IsFullAsync(cancellationToken) && !await acceptance.IsKnownAsync(request, cancellationToken))
        {
            http.Response.Headers.RetryAfter = TaskBacklog.RetryAfterSeconds;
            return TypedResults.Problem("Too many tasks are waiting; try again later.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        var receipt = await acceptance.AcceptAsync(request, cancellationToken);
        return receipt is null
            ? TypedResults.Problem(
                $"The {TaskRequest.IdempotencyKeyHeader} belongs to a task of another type or with other parameters.",
                statusCode: StatusCodes.Status422UnprocessableEntity)
            : Accepted(receipt);
    }

    private static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> GetAsync(
        Guid id, CatalogDbContext database, CancellationToken cancellationToken) =>
        await database.Tasks.Where(task => task.Id == id).Select(TaskPaging.Details).FirstOrDefaultAsync(cancellationToken) is { } task
            ? TypedResults.Ok(task)
            : TaskResults.Unknown();

    private static async Task<Results<Ok<TaskPage>, ValidationProblem>> ListAsync(
        string? status, string? cursor, string? pageSize, CatalogDbContext database, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var paging = TaskPaging.Read(status, cursor, pageSize, errors);
        return paging is null
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await paging.ReadAsync(database, cancellationToken));
    }

    private static async Task<Results<Accepted<TaskReceipt>, ProblemHttpResult>> CancelAsync(
        Guid id, CatalogDbContext database, TaskSignals signals, CancellationToken cancellationToken)
    {
        await database.Tasks
            .Where(task => task.Id == id && (task.Status == BackgroundTaskStatus.Queued || task.Status == BackgroundTaskStatus.Running))
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(task => task.CancelRequested, true)
                    .SetProperty(
                        task => task.Status,
                        task => task.Status == BackgroundTaskStatus.Queued ? BackgroundTaskStatus.Canceled : task.Status)
                    .SetProperty(
                        task => task.FinishedAt,
                        task => task.Status == BackgroundTaskStatus.Queued ? DateTimeOffset.UtcNow : task.FinishedAt),
                cancellationToken);
        signals.Send(id);
        var receipt = await database.Tasks.Where(task => task.Id == id)
            .Select(task => new TaskReceipt(task.Id, task.Status)).FirstOrDefaultAsync(cancellationToken);
        return receipt is null ? TaskResults.Unknown() : Accepted(receipt);
    }

    public static Accepted<TaskReceipt> Accepted(TaskReceipt receipt) => TypedResults.Accepted($"{Path}/{receipt.Id}", receipt);
}
