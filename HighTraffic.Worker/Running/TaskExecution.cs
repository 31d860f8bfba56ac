using System.Diagnostics;
using System.Globalization;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using HighTraffic.Worker.Telemetry;
using Microsoft.Extensions.Options;

namespace HighTraffic.Worker.Running;

/// <summary>Runs a claimed task and records its outcome.</summary>
/// <param name="types">The task types.</param>
/// <param name="options">The time limit of a run.</param>
/// <param name="scopes">Provides the runner and the store.</param>
/// <param name="telemetry">The trace and the metrics.</param>
/// <param name="signals">Wakes the watchers of a task.</param>
/// <param name="logger">The log, which includes details that clients must not see.</param>
internal sealed class TaskExecution(
    TaskTypes types, IOptions<WorkerOptions> options, IServiceScopeFactory scopes, TaskTelemetry telemetry, TaskSignals signals, ILogger<TaskExecution> logger)
{
    // Short successful runs are in the metrics. Thousands of log lines a second would cost too much.
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);

    private readonly double _quickSeconds = options.Value.QuickSeconds;

    /// <summary>Runs the task. Failures are written to the row. If the database is down, the lease expires and the task runs again.</summary>
    /// <param name="lane">The lane that it runs in.</param>
    /// <param name="run">The run.</param>
    /// <returns>A task that completes once the outcome is written to the row.</returns>
    public async Task ExecuteAsync(TaskLane lane, ActiveRun run)
    {
        var task = run.Task;
        using var activity = telemetry.Begin(task);
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            await using var limit = lane == TaskLane.Quick ? StopAfter(run, TimeSpan.FromSeconds(_quickSeconds)) : null;
            var outcome = await RunAsync(run);
            signals.Send(task.Id);
            var elapsed = Stopwatch.GetElapsedTime(begunAt);
            telemetry.End(task, outcome, elapsed, activity);
            var level = outcome == RunOutcome.Succeeded && elapsed < Brief ? LogLevel.Debug : LogLevel.Information;
            logger.Log(level, "Task {TaskId} ({Type}), run {Attempt}: {Outcome}", task.Id, task.Type, task.Attempts, outcome);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            logger.LogError(exception, "Task {TaskId} ended but its row could not be written; it runs again when its lease expires", task.Id);
        }
    }

    private static Timer StopAfter(ActiveRun run, TimeSpan time) =>
        new(_ => run.Stop(StopReason.TooLong), null, time, Timeout.InfiniteTimeSpan);

    private async Task<RunOutcome> RunAsync(ActiveRun run)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<TaskStore>();
        try
        {
            var result = await RunToEndAsync(run, scope.ServiceProvider, store);
            return await store.SucceedAsync(run.Task, result) ? RunOutcome.Succeeded : RunOutcome.LeaseLost;
        }
        catch (LeaseLostException)
        {
            return RunOutcome.LeaseLost;
        }
        catch (Exception) when (run.StopReason == StopReason.TooLong)
        {
            // Permanent: another run would take just as long.
            return await FailAsync(run, store, new TaskFailedException(string.Create(
                CultureInfo.InvariantCulture, $"The run took longer than {_quickSeconds} seconds, the limit for quick tasks.")));
        }
        catch (OperationCanceledException) when (run.StopReason != StopReason.None)
        {
            return await StopAsync(run, store);
        }
        catch (Exception exception)
        {
            return await FailAsync(run, store, exception);
        }
    }

    private async Task<TaskResult?> RunToEndAsync(ActiveRun run, IServiceProvider services, TaskStore store)
    {
        var task = run.Task;
        if (task.Attempts > 1)
        {
            await store.DiscardPiecesAsync(task, run.Stopping);
        }

        if (task.CancelRequested)
        {
            run.Stop(StopReason.Canceled);
        }

        run.Stopping.ThrowIfCancellationRequested();
        if (task.Begun > RetryPolicy.MaxAttempts)
        {
            throw new TaskFailedException($"The worker died in each of the {RetryPolicy.MaxAttempts} runs of the task.");
        }

        var type = types.Find(task.Type)
            ?? throw new TaskFailedException($"This version of the worker does not know the task type '{task.Type}'.");
        var runner = (TaskRunner)ActivatorUtilities.CreateInstance(services, type.Runner);
        return await runner.RunAsync(task.Parameters, new TaskContext(run, scopes), run.Stopping);
    }

    private static async Task<RunOutcome> StopAsync(ActiveRun run, TaskStore store)
    {
        if (run.StopReason == StopReason.LeaseLost)
        {
            return RunOutcome.LeaseLost;
        }

        await store.DiscardPiecesAsync(run.Task, CancellationToken.None);
        return !await store.GiveBackAsync(run.Task) ? RunOutcome.LeaseLost
            : run.StopReason == StopReason.Canceled ? RunOutcome.Canceled
            : RunOutcome.GivenBack;
    }

    private async Task<RunOutcome> FailAsync(ActiveRun run, TaskStore store, Exception exception)
    {
        var task = run.Task;
        var reason = RetryPolicy.Describe(exception);
        logger.LogWarning(
            exception is TaskFailedException ? null : exception,
            "Task {TaskId} ({Type}), run {Attempt} failed: {Reason}", task.Id, task.Type, task.Attempts, reason);
        TaskTelemetry.Fail(exception, reason);
        await store.DiscardPiecesAsync(task, CancellationToken.None);
        if (RetryPolicy.PauseAfter(task, types.Find(task.Type), exception) is { } pause)
        {
            return await store.RequeueAsync(task, reason, pause) ? RunOutcome.Retried : RunOutcome.LeaseLost;
        }

        return await store.FailAsync(task, reason) ? RunOutcome.Failed : RunOutcome.LeaseLost;
    }
}
