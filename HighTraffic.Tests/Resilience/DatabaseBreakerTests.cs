using HighTraffic.Api.Resilience;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Polly.CircuitBreaker;

namespace HighTraffic.Tests.Resilience;

public sealed class DatabaseBreakerTests
{
    private static readonly NpgsqlException Outage = new("Failed to connect", new TimeoutException());
    private readonly FakeTimeProvider _time = new();
    private readonly DatabaseBreaker _breaker;

    public DatabaseBreakerTests() => _breaker = new DatabaseBreaker(_time);

    [Fact]
    public async Task Failures_open_the_circuit_and_then_the_database_is_not_called()
    {
        await FailAsync();
        Assert.False(_breaker.IsOpen);
        await FailAsync();
        Assert.True(_breaker.IsOpen);

        var called = false;
        await Assert.ThrowsAsync<BrokenCircuitException>(() => _breaker.ExecuteAsync(_ => Task.FromResult(called = true), 0));
        Assert.False(called);
    }

    [Fact]
    public async Task Timeouts_of_requests_open_the_circuit()
    {
        await _breaker.RecordTimeoutAsync();
        await _breaker.RecordTimeoutAsync();
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public async Task A_few_failures_among_many_successes_do_not()
    {
        for (var round = 0; round < 5; round++)
        {
            await SucceedAsync();
            await SucceedAsync();
            await FailAsync();
        }

        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task Errors_of_the_client_or_the_schema_do_not()
    {
        foreach (var code in new[] { PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.UndefinedTable, PostgresErrorCodes.QueryCanceled })
        {
            var error = new PostgresException("", "ERROR", "ERROR", code);
            Assert.Same(error, await Assert.ThrowsAsync<PostgresException>(() => FailAsync(error)));
            Assert.Same(error, await Assert.ThrowsAsync<PostgresException>(() => FailAsync(error)));
        }

        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task After_the_break_one_operation_decides()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(_breaker.IsOpen);
        await FailAsync();
        Assert.True(_breaker.IsOpen);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        await SucceedAsync();
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public async Task A_probe_in_flight_lets_no_other_operation_through()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        var response = new TaskCompletionSource<bool>();
        var probe = _breaker.ExecuteAsync(_ => response.Task, 0);
        Assert.True(_breaker.IsOpen);
        await Assert.ThrowsAsync<BrokenCircuitException>(SucceedAsync);

        response.SetResult(true);
        Assert.True(await probe);
        Assert.False(_breaker.IsOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operation_from_before_the_break_does_not_decide(bool succeeds)
    {
        var response = new TaskCompletionSource<bool>();
        var late = _breaker.ExecuteAsync(_ => response.Task, 0);
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        if (succeeds)
        {
            response.SetResult(true);
            Assert.True(await late);
        }
        else
        {
            response.SetException(Outage);
            await Assert.ThrowsAsync<NpgsqlException>(() => late);
        }

        // The probe is still to come.
        Assert.False(_breaker.IsOpen);
        await FailAsync();
        Assert.True(_breaker.IsOpen);
    }

    private async Task OpenAsync()
    {
        await FailAsync();
        await FailAsync();
        Assert.True(_breaker.IsOpen);
    }

    private Task SucceedAsync() => _breaker.ExecuteAsync(Task.FromResult, true);

    private Task<NpgsqlException> FailAsync() => Assert.ThrowsAsync<NpgsqlException>(() => FailAsync(Outage));

    private Task<bool> FailAsync(Exception exception) => _breaker.ExecuteAsync(Task.FromException<bool>, exception);
}
