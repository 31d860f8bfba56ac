using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scaling;

/// <summary>
/// Offers a multiple of what the replicas can serve. A view that takes 100 ms to read replaces the table of users, so the knee is known: it is
/// the slots of all replicas divided by that time, and the CPU is no bottleneck.
/// </summary>
internal static class Overload
{
    // The default of HighTraffic:Limits:ConcurrentRequests.
    private const int Slots = 14;
    private const double ReadSeconds = 0.1;
    private static readonly double[] Steps = [0.5, 1, 2, 5, 10];

    /// <summary>Measures the steps.</summary>
    public static async Task<SeriesReport> MeasureAsync(string id, string title, BenchedSystem system, BenchOptions options, CancellationToken cancellationToken)
    {
        await system.ExecuteAsync(
            FormattableString.Invariant(
                $"""
                ALTER TABLE users RENAME TO users_at_full_speed;
                CREATE VIEW users AS SELECT * FROM users_at_full_speed WHERE (SELECT pg_sleep({ReadSeconds})) IS NOT NULL
                """),
            cancellationToken);
        try
        {
            var knee = Slots / ReadSeconds * system.Settings.Replicas;
            await OpenLoop.RunAsync(system, Series.User, (int)knee, options.WarmUp, cancellationToken);
            var points = new List<PointReport>();
            foreach (var step in Steps)
            {
                points.Add(await OpenLoop.RunAsync(system, Series.User, (int)(step * knee), options.Duration, cancellationToken));
            }

            return new(
                id, title,
                FormattableString.Invariant($"A user by e-mail that takes {ReadSeconds * 1000:0} ms in PostgreSQL. The open loop offers from half to ten times the {knee:0} requests/s that {Slots} slots in each replica can serve."),
                "requests/s offered", points);
        }
        finally
        {
            await system.ExecuteAsync("DROP VIEW users; ALTER TABLE users_at_full_speed RENAME TO users", CancellationToken.None);
        }
    }
}
