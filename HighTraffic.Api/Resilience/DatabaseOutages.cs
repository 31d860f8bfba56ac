using HighTraffic.Api.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Polly.CircuitBreaker;

namespace HighTraffic.Api.Resilience;

/// <summary>Responds with 503 if the database is unreachable, has no free connection or has no tables yet, so that clients retry.</summary>
internal sealed partial class DatabaseOutages(TimeProvider time, ILogger<DatabaseOutages> logger) : IExceptionHandler
{
    /// <summary>The detail of the problem.</summary>
    public const string Detail = "The database cannot be reached. Try again after the time in Retry-After.";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private long _nextLog;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsOutage(exception))
        {
            return false;
        }

        LogNowAndThen(exception);
        httpContext.Response.Headers.RetryAfter = RetryAfter.Soon();
        await TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, detail: Detail).ExecuteAsync(httpContext);
        return true;
    }

    internal static bool IsOutage(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is RetryLimitExceededException or TimeoutException or BrokenCircuitException or NpgsqlException { IsTransient: true }
                or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.QueryCanceled })
            {
                return true;
            }
        }

        return false;
    }

    // Log at intervals: under load an outage fails thousands of requests a second for the same reason.
    private void LogNowAndThen(Exception exception)
    {
        var now = time.GetUtcNow().Ticks;
        var next = Interlocked.Read(ref _nextLog);
        if (now >= next && Interlocked.CompareExchange(ref _nextLog, now + Silence.Ticks, next) == next)
        {
            LogOutage(exception.GetBaseException().Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be reached: {Reason}")]
    private partial void LogOutage(string reason);
}
