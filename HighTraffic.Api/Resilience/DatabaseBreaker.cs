using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Refuses work for the database at once while the database answers nothing. Else each request would find that out by its own timeout, and
/// hold a place and a connection until then. It counts what the database did and nothing else: a request that never asked the database says
/// nothing about it.
/// </summary>
internal sealed class DatabaseBreaker
{
    // A statement that was cut off at its time limit counts once as the timeout of its request and once as an answer of the database, so half
    // of all outcomes would be the exact limit.
    private const double FailureRatio = 0.4;
    private const int FewestOperations = 2;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    // Then one operation tries.
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

    /// <summary>Whether a request may be refused without asking the database: it failed a moment ago, or one operation is trying.</summary>
    public bool IsOpen => _state.CircuitState switch
    {
        CircuitState.Closed => false,
        CircuitState.Open => _time.GetUtcNow().UtcTicks < Volatile.Read(ref _nextTry),
        _ => true,
    };

    /// <summary>Runs an operation of the database.</summary>
    /// <exception cref="BrokenCircuitException">The database did not answer lately.</exception>
    public async Task<T> ExecuteAsync<T>(Func<Task<T>> operation) =>
        await _pipeline.ExecuteAsync(static async (operation, _) => await operation(), operation, CancellationToken.None);

    /// <summary>Counts a request whose work did not end in time. The database may be hanging, and its operation tells so only much later.</summary>
    public void RecordTimeout()
    {
        try
        {
            _pipeline.Execute(static () => throw new TimeoutException());
        }
        catch (Exception exception) when (exception is TimeoutException or BrokenCircuitException)
        {
            // It was counted, or the circuit is open already.
        }
    }

    // A database without its tables answers, and so does one that cuts a statement off at its time limit.
    private static bool IsFailure(Exception? exception) =>
        DatabaseOutages.IsOutage(exception) && exception!.GetBaseException() is not PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.QueryCanceled };
}
