using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HighTraffic.AppHost;

/// <summary>
/// Restarts crashed resources, as a container platform would: Aspire does not (microsoft/aspire#5001). It ignores resources that run once, such
/// as the migrations, and those that the user stopped.
/// </summary>
internal sealed partial class Supervisor(
    IResource[] declared, ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService logs)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // An instance that ran this long has recovered: its next crash starts again with the first delay.
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, int> _attempts = new();

    /// <summary>Runs until the app stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var supervised = Supervised();
        var states = new Dictionary<string, string?>();
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var state = change.Snapshot.State?.Text;
            states.TryGetValue(change.ResourceId, out var before);
            states[change.ResourceId] = state;
            if (supervised.Contains(change.Resource) && ResourceStates.HasEnded(state) && before is not null && !ResourceStates.HasEnded(before) && before != KnownResourceStates.Stopping)
            {
                _ = RestartAsync(change, stoppingToken);
            }
        }
    }

    private HashSet<IResource> Supervised()
    {
        var awaited = declared.SelectMany(resource => resource.Annotations.OfType<WaitAnnotation>())
            .Where(wait => wait.WaitType == WaitType.WaitForCompletion).Select(wait => wait.Resource);
        return [.. declared.Where(resource => resource.IsProcess()).Except(awaited)];
    }

    private async Task RestartAsync(ResourceEvent ended, CancellationToken stoppingToken)
    {
        var (name, snapshot) = (ended.ResourceId, ended.Snapshot);
        var hasRecovered = snapshot is { StartTimeStamp: { } start, StopTimeStamp: { } stop } && stop - start > Recovered;
        var attempt = _attempts.AddOrUpdate(name, 0, (_, attempts) => hasRecovered ? 0 : attempts + 1);
        try
        {
            var delay = FirstDelay * Math.Pow(2, Math.Min(attempt, 10));
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, stoppingToken);
            if (notifications.TryGetCurrentState(name, out var current) && ResourceStates.HasEnded(current.Snapshot.State?.Text))
            {
                Restarting(logs.GetLogger(name), snapshot.ExitCode);
                await commands.ExecuteCommandAsync(name, KnownResourceCommands.StartCommand, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Ended with exit code {ExitCode}; restarting.")]
    private static partial void Restarting(ILogger logger, int? exitCode);
}
