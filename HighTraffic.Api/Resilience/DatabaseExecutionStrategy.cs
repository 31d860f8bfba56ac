using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Retries operations whose connection failed, and reports the outcomes to the circuit breaker. Unlike the default strategy, it streams the
/// rows of a query. The default one buffers the whole result first, so that it can retry a query whose connection breaks between two rows.
/// </summary>
internal sealed class DatabaseExecutionStrategy(ExecutionStrategyDependencies dependencies, DatabaseBreaker breaker)
    : NpgsqlRetryingExecutionStrategy(dependencies, Retries, LongestDelay, errorCodesToAdd: null)
{
    // Enough for a broken connection, or for the second in which PostgreSQL recovers from the crash of one of its processes.
    private const int Retries = 4;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(400);

    /// <summary>Tells Entity Framework not to buffer results.</summary>
    public override bool RetriesOnFailure => false;

    public override Task<TResult> ExecuteAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken = default)
    {
        // A nested operation is part of the outer one and is not counted itself.
        return Current is null
            ? breaker.ExecuteAsync(
                static call => call.strategy.ExecuteBaseAsync(call.state, call.operation, call.verifySucceeded, call.cancellationToken),
                (strategy: this, state, operation, verifySucceeded, cancellationToken))
            : base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken);
    }

    // Do not retry after a timeout: the request has no time left for it.
    protected override bool ShouldRetryOn(Exception? exception) => exception?.GetBaseException() is not TimeoutException && base.ShouldRetryOn(exception);

    private Task<TResult> ExecuteBaseAsync<TState, TResult>(
        TState state,
        Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded,
        CancellationToken cancellationToken) =>
        base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken);

    // The default check depends on RetriesOnFailure, which is false here.
    protected override void OnFirstExecution()
    {
        if (Dependencies.CurrentContext.Context.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("Begin the transaction inside the execution strategy. Otherwise a retry would repeat only a part of it.");
        }

        base.OnFirstExecution();
    }
}
