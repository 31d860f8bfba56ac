using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Spectre.Console;

namespace Aspire.Hosting.Engine;

/// <summary>Writes what the resources write, each line after the name of its instance, and a line for each change of state.</summary>
internal sealed class ConsoleLog(ResourceNotificationService notifications, ResourceLoggerService logs, DistributedApplicationModel model) : BackgroundService
{
    private static readonly string[] Colors = ["36", "35", "33", "32", "34", "96", "95", "93", "92", "94"];
    private readonly bool _colored = AnsiConsole.Profile.Capabilities.Ansi;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly ConcurrentDictionary<string, string> _prefixes = new();
    private readonly int _width = model.Resources.Max(resource => resource.Name.Length) + 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(WriteAsync(), FollowAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var shown = new Dictionary<string, string>();
        var healthyOnce = new HashSet<string>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (_prefixes.TryAdd(change.ResourceId, Prefix(change.ResourceId)))
                {
                    _ = FollowLogAsync(change.ResourceId);
                }

                if (change.Snapshot.HealthStatus == HealthStatus.Healthy)
                {
                    healthyOnce.Add(change.ResourceId);
                }
                else if (change.Snapshot.State?.Text == KnownResourceStates.Starting)
                {
                    healthyOnce.Remove(change.ResourceId);
                }

                var text = Describe(change.Snapshot, healthyOnce.Contains(change.ResourceId));
                if (text is not null && (!shown.TryGetValue(change.ResourceId, out var last) || last != text))
                {
                    shown[change.ResourceId] = text;
                    _lines.Writer.TryWrite(_prefixes[change.ResourceId] + Dim(text));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops its services in reverse order, so by now the resources have ended and said their last.
            _lines.Writer.Complete();
        }
    }

    private async Task FollowLogAsync(string instance)
    {
        await foreach (var group in logs.WatchAsync(instance))
        {
            foreach (var line in group)
            {
                _lines.Writer.TryWrite(_prefixes[instance] + line.Content);
            }
        }
    }

    private async Task WriteAsync()
    {
        var group = new StringBuilder();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (group.Length < 65_536 && _lines.Reader.TryRead(out var line))
            {
                group.AppendLine(line);
            }

            // One call, so that what others write to the console does not end up in the middle of a line.
            Console.Out.Write(group);
            group.Clear();
        }
    }

    // What has not come up yet fails its checks as a matter of course, so only later failures are told with their reason.
    private static string? Describe(CustomResourceSnapshot snapshot, bool wasHealthy) => snapshot.State?.Text switch
    {
        null => null,
        var state when state != KnownResourceStates.Running => snapshot.ExitCode is { } code && state != KnownResourceStates.Starting ? $"{state} ({code})" : state,
        _ when snapshot.HealthStatus == HealthStatus.Healthy => "Running, healthy",
        _ when snapshot.HealthReports.FirstOrDefault(report => report.Status is HealthStatus.Degraded || (report.Status is HealthStatus.Unhealthy && wasHealthy)) is { } report =>
            $"Running, {(report.Status == HealthStatus.Degraded ? "degraded" : "unhealthy")}: {report.Description ?? report.ExceptionText ?? report.Name}",
        _ => "Running, not healthy yet",
    };

    private string Prefix(string instance)
    {
        var name = instance.PadRight(_width);
        return _colored ? $"\u001b[{Colors[_prefixes.Count % Colors.Length]}m{name}\u001b[0m| " : $"{name}| ";
    }

    private string Dim(string text) => _colored ? $"\u001b[2m{text}\u001b[0m" : text;
}
