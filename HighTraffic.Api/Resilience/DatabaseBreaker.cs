using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Fails fast while the database does not respond. Otherwise each request would wait for its own timeout, holding a slot and a connection until
/// then. Only the outcomes of database operations count, not those of requests that never reached the database.
/// </summary>
internal sealed class DatabaseBreaker
{
    // A statement that the server ends at its time limit counts twice: as a timeout of its request and as a response of the database. If all
    // statements time out, the ratio is therefore exactly 0.5, so the threshold must be lower.
    private const double FailureRatio = 0.4;
    private const int FewestOperations = 2;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    // After the break, one operation probes the database.
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;
    private long _nextTry;

    public DatabaseBreaker(TimeProvider time)
    {
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = FewestOperations,
                SamplingDuration = Window,
                BreakDuration = Break,
                StateProvider = _state,
                ShouldHandle = outcome => ValueTask.FromResult(IsFailure(outcome.Outcome.Exception)),
                OnOpened = opened =>
                {
                    Volatile.Write(ref _nextTry, _time.GetUtcNow().Add(opened.BreakDuration).UtcTicks);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Whether to refuse a request without calling the database: the circuit is open, or a probe is in flight.</summary>
    public bool IsOpen => _state.CircuitState switch
    {
        CircuitState.Closed => false,
        CircuitState.Open => _time.GetUtcNow().UtcTicks < Volatile.Read(ref _nextTry),
        _ => true,
    };

    /// <summary>Runs a database operation.</summary>
    /// <exception cref="BrokenCircuitException">The circuit is open.</exception>
    public Task<T> ExecuteAsync<TState, T>(Func<TState, Task<T>> operation, TState state) =>
        _state.CircuitState is CircuitState.Closed ? ExecuteClosedAsync(operation, state) : ProbeAsync(operation, state);

    /// <summary>Counts a request whose work timed out. If the database hangs, the operation itself fails only much later.</summary>
    public Task RecordTimeoutAsync() => RecordAsync(new TimeoutException());

    // Each asynchronous layer around an operation costs as much as the breaker itself, so the outcome is recorded afterwards. Once the circuit
    // is open, only a probe may close it.
    private async Task<T> ExecuteClosedAsync<TState, T>(Func<TState, Task<T>> operation, TState state)
    {
        Exception? failure = null;
        try
        {
            return await operation(state);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            if (_state.CircuitState is CircuitState.Closed)
            {
                await RecordAsync(failure);
            }
        }
    }

    private async Task<T> ProbeAsync<TState, T>(Func<TState, Task<T>> operation, TState state) =>
        await _pipeline.ExecuteAsync(static async (call, _) => await call.operation(call.state), (operation, state), CancellationToken.None);

    private async Task RecordAsync(Exception? failure)
    {
        var context = ResilienceContextPool.Shared.Get();
        await _pipeline.ExecuteOutcomeAsync(
            static (_, failure) => ValueTask.FromResult(failure is null ? Outcome.FromResult(true) : Outcome.FromException<bool>(failure)), context, failure);
        ResilienceContextPool.Shared.Return(context);
    }

    // A database without its tables responds, and so does one that ends a statement at its time limit.
    private static bool IsFailure(Exception? exception) =>
        DatabaseOutages.IsOutage(exception) && exception!.GetBaseException() is not PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.QueryCanceled };
}
