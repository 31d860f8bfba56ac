using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>Tasks without work of their own, from the first submission to the end of the last.</summary>
internal sealed class DrainVariant(string name, SystemSettings settings) : Variant(name, settings)
{
    private const int TasksForASecond = 1_000;
    private const int MostTasks = 10_000;
    private const string NotAtOnce = "(status <> 'succeeded' OR attempts <> 1)";

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        using var client = system.Client();
        await AcceptAsync(client, cancellationToken);
        await system.TasksEndedAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        await system.ExecuteAsync("TRUNCATE tasks CASCADE", cancellationToken);
        using var client = system.Client();
        var tasks = Math.Min(MostTasks, (int)(TasksForASecond * length.Duration.TotalSeconds));
        var begunAt = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0, tasks, new ParallelOptions { MaxDegreeOfParallelism = length.Connections, CancellationToken = cancellationToken },
            async (_, cancellation) => await AcceptAsync(client, cancellation));
        await system.TasksEndedAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(begunAt).TotalSeconds;
        var failed = await system.NumberAsync($"SELECT count(*) FROM tasks WHERE {NotAtOnce}", cancellationToken);
        return new Sample(tasks, failed, seconds, await AtAsync(0.5), await AtAsync(0.99), await AtAsync(0.999), 0, 0, new Dictionary<string, double>())
        {
            Failure = failed == 0 ? null : await system.TextAsync(
                $"""
                SELECT format('task %s has not succeeded in its first run: %s after %s runs, accepted at %s, first run at %s, ended at %s; %s',
                    id, status, attempts, created_at, started_at, finished_at, coalesce(error, 'no error'))
                FROM tasks WHERE {NotAtOnce} LIMIT 1
                """,
                cancellationToken),
        };

        // From acceptance to the end, in milliseconds.
        async Task<double> AtAsync(double share) => await system.NumberAsync(
            FormattableString.Invariant(
                $"SELECT 1000 * extract(epoch FROM percentile_cont({share}) WITHIN GROUP (ORDER BY finished_at - created_at)) FROM tasks"),
            cancellationToken);
    }

    private static async Task AcceptAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 0 } }, cancellationToken);
            if (response.StatusCode is not HttpStatusCode.ServiceUnavailable)
            {
                response.EnsureSuccessStatusCode();
                return;
            }

            // There are more at once than the API accepts, so it says when to retry.
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, cancellationToken);
        }
    }
}
