using HighTraffic.Api.Hosting;

namespace HighTraffic.Api.Figures;

/// <summary>
/// Adds up the reports of all replicas, at most once a second however many requests there are. It never throws: without Redis it returns the
/// figures of this replica alone.
/// </summary>
internal sealed class SystemFiguresReader(FigureWindow window, FleetReports fleet, OpenTaskCount tasks, ReplicaName replica, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<SystemFigures>? _last;
    private long _lastAt;

    /// <summary>The figures, at most a second old.</summary>
    public Task<SystemFigures> GetAsync()
    {
        lock (_lock)
        {
            if (_last is null || _last.IsFaulted || (_last.IsCompleted && time.GetElapsedTime(_lastAt) > MaxAge))
            {
                (_last, _lastAt) = (ReadAsync(), time.GetTimestamp());
            }

            return _last;
        }
    }

    private async Task<SystemFigures> ReadAsync()
    {
        var counting = tasks.ReadAsync();
        var (reports, replicas) = await fleet.ReadAsync();

        // This replica's own report is available locally, and newer.
        reports[replica.Public] = window.Report();
        return Sum(reports, reports.Count >= replicas && replicas > 0, await counting);
    }

    /// <summary>Adds up reports.</summary>
    internal static SystemFigures Sum(IReadOnlyDictionary<string, ReplicaReport> reports, bool isComplete, OpenTasks? tasks)
    {
        var durations = new long[LatencyBuckets.Count];
        foreach (var (bucket, count) in reports.Values.SelectMany(report => report.Durations))
        {
            // Another build may have more buckets.
            durations[Math.Clamp(bucket, 0, LatencyBuckets.Count - 1)] += count;
        }

        return new SystemFigures(
            FigureWindow.Seconds,
            Round(reports.Values.Sum(report => report.Rate())),
            LatencyBuckets.Percentile(durations, 0.5),
            LatencyBuckets.Percentile(durations, 0.99),
            Shares(reports.Values),
            [.. reports.OrderBy(report => report.Key, StringComparer.Ordinal).Select(report => new ReplicaRate(report.Key, Round(report.Value.Rate())))],
            isComplete,
            tasks);
    }

    private static LayerShares? Shares(IEnumerable<ReplicaReport> reports)
    {
        var (memory, redis, database) = (0L, 0L, 0L);
        foreach (var report in reports)
        {
            (memory, redis, database) = (memory + report.Memory, redis + report.Redis, database + report.Database);
        }

        double total = memory + redis + database;
        return total > 0 ? new LayerShares(memory / total, redis / total, database / total) : null;
    }

    private static double Round(double rate) => Math.Round(rate, 1);
}
