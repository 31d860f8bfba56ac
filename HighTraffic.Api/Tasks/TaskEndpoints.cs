using System.Net.Mime;
using HighTraffic.Api.Caching;
using HighTraffic.Api.Documentation;
using HighTraffic.Api.Figures;
using HighTraffic.Api.Http;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Resilience;
using HighTraffic.Api.Security;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Tasks;

/// <summary>The endpoints for long-running tasks. The worker runs them.</summary>
internal static class TaskEndpoints
{
    private const string Path = "/api/tasks";
    private static readonly int[] FileStatuses = [StatusCodes.Status200OK, StatusCodes.Status206PartialContent];

    /// <summary>Maps <c>/api/tasks</c>.</summary>
    /// <param name="routes">The routes of the API.</param>
    /// <returns>The group.</returns>
    public static RouteGroupBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Tasks").RequireAuthorization(Scopes.Tasks)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapPost("/tasks", AcceptAsync)
            .WithName("AcceptTask")
            .WithSummary("Accept a task")
            .WithDescription("Repeating a request with the same Idempotency-Key returns the same task.")
            .WithRequestHeader(TaskRequest.IdempotencyKeyHeader, "The client's name for the request, so that it can be repeated safely.")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithLoadLimits(RequestKind.Batched);
        group.MapMethods("/tasks", CachingExtensions.Read, ListAsync)
            .WithName("ListTasks")
            .WithSummary("List tasks, newest first")
            .ProducesValidationProblem()
            .WithLoadLimits();
        group.MapMethods("/tasks/{id:guid}", CachingExtensions.Read, GetAsync)
            .WithName("GetTask")
            .WithSummary("Get the state of a task")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithLoadLimits();
        group.MapMethods("/tasks/{id:guid}/events", CachingExtensions.Read, TaskEvents.GetAsync)
            .WithName("WatchTask")
            .WithSummary("Watch a task through server-sent events until it ends")
            .WithMetadata(new Uncounted())
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapMethods("/tasks/{id:guid}/result", CachingExtensions.Read, TaskResults.GetAsync)
            .WithName("GetTaskResult")
            .WithSummary("Download the result of a task")
            .AddEndpointFilter<DownloadFilter>()
            .WithMetadata(new Uncounted())
            .Produces<Stream>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet)
            .Produces<Stream>(StatusCodes.Status206PartialContent, MediaTypeNames.Application.Octet)
            .AddOpenApiOperationTransformer(AllowAnyMediaTypeAsync)
            .Produces(StatusCodes.Status304NotModified)
            .Produces(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithRequestHeader(HeaderNames.Range, "The part of the file to send, in bytes.")
            .WithRequestHeader(HeaderNames.IfRange, "The entity tag of the file that the part belongs to. If it is not current, the whole file is sent.")
            .WithRequestHeader(HeaderNames.IfMatch, "Entity tags that the client expects. If none is current, the response is 412.")
            .WithRequestHeader(HeaderNames.IfNoneMatch, "Entity tags that the client has. If one is current, the response is 304.")
            .WithResponseHeader(HeaderNames.ETag, "The version of the file.", FileStatuses)
            .WithResponseHeader(HeaderNames.LastModified, "When the task finished.", FileStatuses)
            .WithResponseHeader(HeaderNames.AcceptRanges, "bytes: parts of the file can be requested.", FileStatuses)
            .WithResponseHeader(HeaderNames.ContentDisposition, "The name of the file.", FileStatuses)
            .WithResponseHeader(
                HeaderNames.ContentRange, "Which bytes these are, and the length of the whole file.", StatusCodes.Status206PartialContent, StatusCodes.Status416RangeNotSatisfiable);
        group.MapPost("/tasks/{id:guid}/retry", TaskRetry.PostAsync)
            .WithName("RetryTask")
            .WithSummary("Retry a failed task from its last checkpoint")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithLoadLimits();
        group.MapDelete("/tasks/{id:guid}", CancelAsync)
            .WithName("CancelTask")
            .WithSummary("Cancel a queued or running task")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithLoadLimits();
        return group;
    }

    // A run chooses the media type of its result. Produces accepts no wildcard.
    private static Task AllowAnyMediaTypeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var content in operation.Responses?.Values.Select(response => response.Content) ?? [])
        {
            if (content?.Remove(MediaTypeNames.Application.Octet, out var file) == true)
            {
                content["*/*"] = file;
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Results<Accepted<TaskReceipt>, ValidationProblem, ProblemHttpResult>> AcceptAsync(
        NewTask body, HttpContext http, TaskTypes types, TaskAcceptance acceptance, TaskBacklog backlog, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var request = TaskRequest.Read(body, http.Request.Headers, http.User.ClientName, types, errors);
        if (request is null)
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (await backlog.FindExceededLimitAsync(request.Owner, cancellationToken) is { } limit && !await acceptance.IsKnownAsync(request))
        {
            return TooMany(http, limit);
        }

        var receipt = await acceptance.AcceptAsync(request);
        return receipt is null
            ? TypedResults.Problem(
                $"This {TaskRequest.IdempotencyKeyHeader} was already used for a task with another type or other parameters.",
                statusCode: StatusCodes.Status422UnprocessableEntity)
            : Accepted(receipt);
    }

    private static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> GetAsync(
        Guid id, AppDbContext database, CancellationToken cancellationToken) =>
        await database.Tasks.Where(task => task.Id == id).Select(TaskPaging.Details).FirstOrDefaultAsync(cancellationToken) is { } task
            ? TypedResults.Ok(task)
            : TaskResults.Unknown();

    private static async Task<Results<Ok<TaskPage>, ProblemHttpResult>> ListAsync(
        [AsParameters] TaskPageRequest request, AppDbContext database, CancellationToken cancellationToken) =>
        TaskPaging.Parse(request) is { } paging
            ? TypedResults.Ok(await paging.ReadAsync(database, cancellationToken))
            : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);

    private static async Task<Results<Accepted<TaskReceipt>, ProblemHttpResult>> CancelAsync(
        Guid id, TaskStore store, AppDbContext database, TaskSignals signals, CancellationToken cancellationToken)
    {
        var isCanceled = await store.CancelAsync(id, cancellationToken);
        var receipt = await database.Tasks.Where(task => task.Id == id)
            .Select(task => new TaskReceipt(task.Id, task.Status)).FirstOrDefaultAsync(cancellationToken);
        if (receipt is null)
        {
            return TaskResults.Unknown();
        }

        if (!isCanceled)
        {
            return TypedResults.Problem(
                $"Only a queued or running task can be canceled. This task is {receipt.Status.ToString().ToLowerInvariant()}.",
                statusCode: StatusCodes.Status409Conflict);
        }

        signals.Send(id);
        return Accepted(receipt);
    }

    public static ProblemHttpResult TooMany(HttpContext http, string limit)
    {
        http.Response.Headers.RetryAfter = RetryAfter.Between(5, 15);
        return TypedResults.Problem($"{limit} Try again after the time in Retry-After.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    public static Accepted<TaskReceipt> Accepted(TaskReceipt receipt) => TypedResults.Accepted($"{Path}/{receipt.Id}", receipt);
}
