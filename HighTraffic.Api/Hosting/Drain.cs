using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Drains the replica before it stops. Readiness fails and responses close their connections, so that Nginx and probes turn away. Meanwhile the
/// replica keeps serving clients that have not noticed yet. A second signal ends the wait.
/// </summary>
internal sealed partial class Drain(IOptions<DrainOptions> options, ListenSockets listeners, ILogger<Drain> logger) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _draining;

    /// <summary>Whether the replica is draining.</summary>
    public bool IsDraining => _draining;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_draining ? HealthCheckResult.Unhealthy("The replica is stopping.") : HealthCheckResult.Healthy());

    // The host calls this before it stops the server and all other services.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        LogDraining(options.Value.Seconds);
        if (!options.Value.AcceptsConnections)
        {
            listeners.Close();
        }

        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => hurry.Cancel());
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => hurry.Cancel());
        await Task.Delay(TimeSpan.FromSeconds(options.Value.Seconds), hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining for {Seconds} s.")]
    private partial void LogDraining(double seconds);
}
