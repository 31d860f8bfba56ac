using HighTraffic.Api.Telemetry;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Knows whether too many tasks wait: a client that is told so at once is better off than one whose task waits for hours. What
/// it knows is two seconds old at most, and costs one count in that time however many ask.
/// </summary>
internal sealed class TaskBacklog(IServiceScopeFactory scopes, IOptions<TaskLimits> limits, TimeProvider time, ApiMeter meter) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _counting = new(1);
    private long _countedAt;
    private volatile bool _isFull;

    public async Task<bool> IsFullAsync(CancellationToken cancellationToken)
    {
        // Whoever comes while somebody counts goes by what is known.
        if (IsOutdated && await _counting.WaitAsync(0, cancellationToken))
        {
            try
            {
                _isFull = await CountAsync(cancellationToken) >= limits.Value.MaxBacklog;
                Volatile.Write(ref _countedAt, time.GetTimestamp());
            }
            finally
            {
                _counting.Release();
            }
        }

        if (_isFull)
        {
            meter.Shed(ShedReason.Backlog);
        }

        return _isFull;
    }

    public void Dispose() => _counting.Dispose();

    private bool IsOutdated => Volatile.Read(ref _countedAt) is var countedAt && (countedAt == 0 || time.GetElapsedTime(countedAt) > MaxAge);

    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await database.Tasks.Where(task => task.Status == BackgroundTaskStatus.Queued)
            .OrderBy(task => task.Id).Take(limits.Value.MaxBacklog).CountAsync(cancellationToken);
    }
}
