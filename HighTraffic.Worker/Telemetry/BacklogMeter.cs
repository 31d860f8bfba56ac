using System.Diagnostics.Metrics;
using HighTraffic.Data;
using HighTraffic.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Worker.Telemetry;

/// <summary>Measures queued and running tasks by type. Every worker reports the same values, so aggregate with the maximum, not the sum.</summary>
internal sealed class BacklogMeter : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<BacklogMeter> _logger;
    private readonly ObservableGauge<long> _tasks;
    private volatile IReadOnlyCollection<Backlog> _backlog = [];

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the instruments.</param>
    /// <param name="scopes">Provides the database.</param>
    /// <param name="logger">The log.</param>
    public BacklogMeter(IMeterFactory meters, IServiceScopeFactory scopes, ILogger<BacklogMeter> logger)
    {
        _scopes = scopes;
        _logger = logger;
        var meter = meters.Create(TelemetryNames.App);
        _tasks = meter.CreateObservableGauge(
            "hightraffic.task.backlog", () => _backlog.Select(backlog => Measure(backlog.Tasks, backlog)), "{task}", "Tasks that have not ended, by type and status.");
        meter.CreateObservableGauge(
            "hightraffic.task.backlog.age", () => _backlog.Select(backlog => Measure(backlog.OldestSeconds, backlog)), "s", "The age of the oldest task that has not ended, by type and status.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _backlog = _tasks.Enabled ? await ReadAsync(stoppingToken) : [];
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LogWarning(exception, "The backlog of tasks could not be read");
            }
        }
    }

    private async Task<List<Backlog>> ReadAsync(CancellationToken stoppingToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.SqlQuery<Backlog>(
            $"""
            SELECT type AS "Type", status AS "Status", count(*) AS "Tasks",
                extract(epoch FROM now() - min(created_at))::float8 AS "OldestSeconds"
            FROM tasks WHERE status IN ('queued', 'running') GROUP BY type, status
            """).ToListAsync(stoppingToken);
    }

    private static Measurement<T> Measure<T>(T value, Backlog backlog) where T : struct =>
        new(value, new KeyValuePair<string, object?>(TelemetryNames.TaskType, backlog.Type), new(TelemetryNames.TaskStatus, backlog.Status));

    private sealed record Backlog(string Type, string Status, long Tasks, double OldestSeconds);
}
