using HighTraffic.Api.Resilience;
using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Api.Figures;

/// <summary>Counts the tasks that have not ended.</summary>
internal sealed class OpenTaskCount(IServiceScopeFactory scopes)
{
    // Enough to show that there are many. The cost of an exact count would grow with their number.
    private const int Most = 1_000;

    // The other figures must not wait for a slow database or a free connection.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Counts them; null if the database does not respond in time.</summary>
    public async Task<OpenTasks?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        try
        {
            return new OpenTasks(
                await CountAsync(database, BackgroundTaskStatus.Queued, patience.Token),
                await CountAsync(database, BackgroundTaskStatus.Running, patience.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or NpgsqlException || DatabaseOutages.IsOutage(exception))
        {
            return null;
        }
    }

    private static Task<int> CountAsync(AppDbContext database, BackgroundTaskStatus status, CancellationToken cancellationToken) =>
        database.Tasks.Where(task => task.Status == status).OrderByDescending(task => task.Id).Take(Most).CountAsync(cancellationToken);
}
