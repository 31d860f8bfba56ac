using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Engine;

/// <summary>Runs the health checks of an instance as long as it lives, and publishes what changes.</summary>
internal sealed class HealthMonitor(HealthCheckService checks, IHttpClientFactory clients, ResourceNotificationService notifications)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(2);

    /// <summary>Watches an instance.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="instance">The id of the instance.</param>
    /// <param name="portOf">Finds the port of an endpoint of the instance.</param>
    /// <param name="cancellationToken">Ends the watch, with the instance.</param>
    public async Task WatchAsync(IResource resource, string instance, Func<string, int> portOf, CancellationToken cancellationToken)
    {
        var ready = resource.Annotations.OfType<ReadyCallbackAnnotation>().ToArray();
        ImmutableArray<HealthReportSnapshot> published = default;
        var wasHealthy = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var reports = await CheckAsync(resource, portOf, cancellationToken);
            var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
            if (healthy && !wasHealthy && await GetReadyAsync(ready, cancellationToken) is { } failure)
            {
                reports = reports.Add(failure);
                healthy = false;
            }

            if (published.IsDefault || !reports.Select(report => report.Status).SequenceEqual(published.Select(report => report.Status)))
            {
                published = reports;
                await notifications.PublishUpdateAsync(resource, instance, snapshot => snapshot with { HealthReports = reports });
            }

            wasHealthy |= healthy;
            await Task.Delay(wasHealthy ? WhileHealthy : WhileStarting, cancellationToken);
        }
    }

    private static async Task<HealthReportSnapshot?> GetReadyAsync(IEnumerable<ReadyCallbackAnnotation> callbacks, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var callback in callbacks)
            {
                await callback.Callback(cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new HealthReportSnapshot("ready", HealthStatus.Unhealthy, exception.Message, exception.Message);
        }
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(IResource resource, Func<string, int> portOf, CancellationToken cancellationToken)
    {
        var reports = ImmutableArray.CreateBuilder<HealthReportSnapshot>();
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();
        if (keys.Count > 0)
        {
            var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
            reports.AddRange(report.Entries.Select(entry =>
                new HealthReportSnapshot(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.Message)));
        }

        foreach (var check in resource.Annotations.OfType<HttpHealthCheckAnnotation>())
        {
            reports.Add(await GetAsync(check, portOf(check.EndpointName), cancellationToken));
        }

        return reports.ToImmutable();
    }

    private async Task<HealthReportSnapshot> GetAsync(HttpHealthCheckAnnotation check, int port, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            using var client = clients.CreateClient(nameof(HealthMonitor));
            using var response = await client.GetAsync(new Uri($"http://{Ports.Loopback}:{port}{check.Path}"), patience.Token);
            return (int)response.StatusCode == check.StatusCode
                ? new HealthReportSnapshot(check.Path, HealthStatus.Healthy, null, null)
                : new HealthReportSnapshot(check.Path, HealthStatus.Unhealthy, $"{check.Path} answered {(int)response.StatusCode}", null);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new HealthReportSnapshot(check.Path, HealthStatus.Unhealthy, $"{check.Path} did not answer", exception.Message);
        }
    }
}
