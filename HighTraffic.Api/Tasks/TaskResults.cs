using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Tasks;

/// <summary>Serves the results of tasks.</summary>
internal static class TaskResults
{
    /// <summary>Streams a result, which never changes. Ranges are supported, so an interrupted download can resume.</summary>
    public static async Task<Results<FileStreamHttpResult, NoContent, ProblemHttpResult>> GetAsync(
        Guid id, AppDbContext database, CancellationToken cancellationToken)
    {
        var task = await database.Tasks.AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, cancellationToken);
        return task switch
        {
            null => Unknown(),
            { Status: not BackgroundTaskStatus.Succeeded } => TypedResults.Problem(
                $"A result is available once the task has succeeded. This task is {task.Status.ToString().ToLowerInvariant()}.", statusCode: StatusCodes.Status409Conflict),
            { ResultLength: { } length } => TypedResults.Stream(
                new ResultReadStream(database, id, length), task.ResultContentType, task.ResultFileName, task.FinishedAt,
                new EntityTagHeaderValue($"\"{task.Id:N}-{task.Attempts}\""), enableRangeProcessing: true),
            _ => TypedResults.NoContent(),
        };
    }

    /// <summary>The response for an unknown id.</summary>
    public static ProblemHttpResult Unknown() =>
        TypedResults.Problem("No task has this id.", statusCode: StatusCodes.Status404NotFound);
}
