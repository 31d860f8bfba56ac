using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Repeats what fails with its connection, and tells the circuit breaker how it ended. Unlike the stock strategy it hands the rows of a query
/// on as they come: that one copies the whole result first, so as to repeat a query also when its connection is cut between two rows.
/// </summary>
internal sealed class DatabaseExecutionStrategy(ExecutionStrategyDependencies dependencies, DatabaseBreaker breaker)
    : NpgsqlRetryingExecutionStrategy(dependencies, Retries, LongestDelay, errorCodesToAdd: null)
{
    // Bridges a connection that was cut, or the second in which PostgreSQL recovers from the crash of one of its processes.
    private const int Retries = 4;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(400);

    /// <summary>What Entity Framework goes by when it decides whether to copy results.</summary>
    public override bool RetriesOnFailure => false;

    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        // An operation within another one is a part of it.
        return Current is null
            ? breaker.ExecuteAsync(() => base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken))
            : base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken);
    }

    // Who did not answer in time is not asked again: the request has no time left for that.
    protected override bool ShouldRetryOn(Exception? exception) => exception?.GetBaseException() is not TimeoutException && base.ShouldRetryOn(exception);

    // The stock strategy's own check goes by RetriesOnFailure.
    protected override void OnFirstExecution()
    {
        if (Dependencies.CurrentContext.Context.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A transaction has to begin inside of the execution strategy, which else would repeat a part of it.");
        }

        base.OnFirstExecution();
    }
}
