using System.Collections.Concurrent;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;
using Microsoft.Extensions.Options;

namespace HighTraffic.Worker.Running;

/// <summary>
/// The slots of this worker and the runs in them. A delivery is acknowledged once its task is claimed, so a long run holds a slot and a lease,
/// but no broker resources.
/// </summary>
/// <param name="options">The number of slots.</param>
/// <param name="execution">Executes the runs.</param>
internal sealed class RunPool(IOptions<WorkerOptions> options, TaskExecution execution) : IHostedLifecycleService, IDisposable
{
    private readonly Dictionary<TaskLane, LaneSlots> _slots =
        Enum.GetValues<TaskLane>().ToDictionary(lane => lane, lane => new LaneSlots(options.Value.SlotsOf(lane)));

    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<ActiveRun, Task> _runs = new();

    /// <summary>The current runs.</summary>
    public IReadOnlyCollection<ActiveRun> Active => [.. _runs.Keys];

    /// <summary>The lanes that have a free slot and no task waiting for one.</summary>
    public IEnumerable<TaskLane> IdleLanes => _slots.Where(slots => slots.Value.AreIdle).Select(slots => slots.Key);

    /// <summary>Waits for a free slot and reserves it for the caller.</summary>
    /// <param name="lane">The lane of the task.</param>
    /// <param name="patience">How long to wait.</param>
    /// <returns>False if no slot became free, or the worker is shutting down.</returns>
    public async Task<bool> TryReserveAsync(TaskLane lane, TimeSpan patience)
    {
        try
        {
            return await _slots[lane].TryTakeAsync(patience, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Releases a reserved slot without using it.</summary>
    /// <param name="lane">Its lane.</param>
    public void Release(TaskLane lane) => _slots[lane].Release();

    /// <summary>Begins a run in a reserved slot, and releases the slot when the run ends.</summary>
    /// <param name="lane">The lane of the slot.</param>
    /// <param name="task">The claimed task.</param>
    public void Begin(TaskLane lane, ClaimedTask task)
    {
        var run = new ActiveRun(task);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs[run] = ExecuteAsync(lane, run, begun.Task);
        begun.SetResult();
        if (_closing.IsCancellationRequested)
        {
            run.Stop(StopReason.ShuttingDown);
        }
    }

    /// <summary>Stops all runs, so that they give back their tasks before other services stop.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        foreach (var run in _runs.Keys)
        {
            run.Stop(StopReason.ShuttingDown);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_runs.Values).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slots in _slots.Values)
        {
            slots.Dispose();
        }

        _closing.Dispose();
    }

    private async Task ExecuteAsync(TaskLane lane, ActiveRun run, Task begun)
    {
        // Continue on another thread once the run is listed. Otherwise a quick run could end before it is listed.
        await begun;
        try
        {
            await execution.ExecuteAsync(lane, run);
        }
        finally
        {
            _runs.TryRemove(run, out _);
            Release(lane);
        }
    }
}
