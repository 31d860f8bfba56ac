using System.Diagnostics;
using HighTraffic.Core.Messaging;
using HighTraffic.Core.Tasks;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Worker.Running;

/// <summary>
/// Renews the leases of all runs of the worker twice a second, writes their progress, and finds out which were canceled or taken over. A
/// cancellation needs no message, because it is in the row.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="scopes">Provides the store.</param>
/// <param name="signals">Wakes the watchers of a task.</param>
/// <param name="logger">The log.</param>
internal sealed class Heartbeat(RunPool runs, IServiceScopeFactory scopes, TaskSignals signals, ILogger<Heartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>The timeout of a renewal. It leaves time for more attempts before the lease expires.</summary>
    private static readonly TimeSpan Patience = TaskStore.LeaseDuration / 4;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (runs.Active is { Count: > 0 } active)
            {
                await BeatAsync(active, stoppingToken);
            }
        }
    }

    private async Task BeatAsync(IReadOnlyCollection<ActiveRun> active, CancellationToken stoppingToken)
    {
        try
        {
            await RenewAsync(active, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The leases of {Count} tasks could not be renewed", active.Count);
        }

        foreach (var run in active.Where(run => run.SinceRenewal >= TaskStore.LeaseDuration))
        {
            run.Stop(StopReason.LeaseLost);
        }
    }

    private async Task RenewAsync(IReadOnlyCollection<ActiveRun> active, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(Patience);
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<TaskStore>();

        var requestedAt = Stopwatch.GetTimestamp();
        var advanced = active.Where(run => run.TakeAdvance()).Select(run => run.Task.Id).ToArray();
        var held = (await store.RenewLeasesAsync(active, patience.Token)).ToDictionary(lease => lease.Id);
        signals.Send(advanced);
        foreach (var run in active)
        {
            if (!held.TryGetValue(run.Task.Id, out var lease))
            {
                run.Stop(StopReason.LeaseLost);
                continue;
            }

            run.Renewed(requestedAt);
            if (lease.CancelRequested)
            {
                run.Stop(StopReason.Canceled);
            }
        }
    }
}
