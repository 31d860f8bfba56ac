using System.Text.RegularExpressions;

namespace HighTraffic.AppHost;

/// <summary>
/// Prints state changes of resources to the console, and the last log lines of a resource that fails. The dashboard has the whole log.
/// </summary>
internal sealed partial class ResourceConsole(IResource[] declared, ResourceNotificationService notifications, ResourceLoggerService logs)
{
    private const int LastLines = 10;
    private const int NameWidth = 16;

    /// <summary>Runs until the app stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var shown = declared.Where(resource => resource.IsProcess()).ToHashSet();
        var states = new Dictionary<string, string?>();
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            var state = State(change.Snapshot);
            if (string.IsNullOrEmpty(state) || !shown.Contains(change.Resource) || (states.TryGetValue(change.ResourceId, out var before) && before == state))
            {
                continue;
            }

            states[change.ResourceId] = state;
            var name = change.Resource.GetReplicaCount() == 1 ? change.Resource.Name : change.ResourceId;
            Console.WriteLine($"{name,-NameWidth} {state}");
            if (HasFailed(change.Snapshot))
            {
                await ShowLogAsync(change.ResourceId, name, stoppingToken);
            }
        }
    }

    private static string? State(CustomResourceSnapshot snapshot) => snapshot.State?.Text switch
    {
        null => null,
        var running when running == KnownResourceStates.Running => snapshot.HealthStatus?.ToString(),
        var ended when snapshot.ExitCode is { } code && ResourceStates.HasEnded(ended) => $"{ended} ({code})",
        var state => state,
    };

    private static bool HasFailed(CustomResourceSnapshot snapshot) => snapshot.State?.Text is { } state
        && (state == KnownResourceStates.FailedToStart || (ResourceStates.HasEnded(state) && snapshot.ExitCode is not (null or 0)));

    private async Task ShowLogAsync(string resource, string name, CancellationToken stoppingToken)
    {
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(stoppingToken))
        {
            lines.AddRange(batch.Select(line => line.Content).Where(line => !line.Contains(" [sys] ", StringComparison.Ordinal)));
        }

        // Sort the lines by the ISO 8601 time that each begins with: Aspire's own lines come before those of the process.
        foreach (var line in lines.Order(StringComparer.Ordinal).TakeLast(LastLines))
        {
            Console.WriteLine($"{name,-NameWidth} | {TimeOrColor().Replace(line, "")}");
        }
    }

    [GeneratedRegex(@"^\S+Z |\x1B\[[0-9;]*m", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOrColor();
}
