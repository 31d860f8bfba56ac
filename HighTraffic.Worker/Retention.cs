using HighTraffic.Core.Tasks.Store;
using Microsoft.Extensions.Options;

namespace HighTraffic.Worker;

/// <summary>Deletes old tasks and their results.</summary>
/// <param name="options">The retention period.</param>
/// <param name="scopes">Provides the store.</param>
/// <param name="logger">The log.</param>
internal sealed class Retention(IOptions<WorkerOptions> options, IServiceScopeFactory scopes, ILogger<Retention> logger) : BackgroundService
{
    // Small batches keep transactions short, however large the results are.
    private const int BatchSize = 100;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await DeleteBatchAsync(stoppingToken) == BatchSize)
                {
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Old tasks could not be deleted");
            }
        }
    }

    private async Task<int> DeleteBatchAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TaskStore>()
            .DeleteEndedAsync(options.Value.Retention, BatchSize, stoppingToken);
    }
}
