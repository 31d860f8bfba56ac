using System.Diagnostics.Metrics;
using HighTraffic.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>Exports the result of each health check as a metric, so that alerts need no prober that can reach the replicas.</summary>
internal sealed class HealthGauge : IHealthCheckPublisher
{
    /// <summary>The name of the metric.</summary>
    public const string Name = "hightraffic.health.status";

    private volatile HealthReport? _report;

    public HealthGauge(IMeterFactory meters) => meters.Create(TelemetryNames.App).CreateObservableGauge(
        Name, Observe, "{status}", "The result of each health check: 2 healthy, 1 degraded, 0 unhealthy.");

    /// <inheritdoc/>
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _report = report;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<int>> Observe() =>
        _report?.Entries.Select(entry => new Measurement<int>((int)entry.Value.Status, new KeyValuePair<string, object?>(TelemetryNames.HealthCheck, entry.Key))) ?? [];
}
