using System.Diagnostics;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Seeds the empty tables, all of them or none.</summary>
internal sealed partial class Seeder(AppDbContext database, IEnumerable<TableSeed> seeds, IOptions<SeedOptions> options, ILogger<Seeder> logger)
{
    // An arbitrary number. The seeding run holds the lock until its transaction ends.
    private const long AdvisoryLock = 0x5EED;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();

        // A retrying execution strategy must run a user-initiated transaction as one unit.
        var filled = await database.Database.CreateExecutionStrategy().ExecuteAsync(FillAsync, cancellationToken);
        if (filled.Count == 0)
        {
            LogFilledBefore();
            return;
        }

        foreach (var seed in filled)
        {
            await database.Database.ExecuteSqlRawAsync(seed.Vacuum, cancellationToken);
            Activity.Current?.SetTag($"hightraffic.seed.{seed.Table}", seed.RowsOf(options.Value));
        }

        LogSeeded(string.Join(", ", filled.Select(seed => $"{seed.RowsOf(options.Value)} {seed.Table}")), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<List<TableSeed>> FillAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        var filled = new List<TableSeed>();
        foreach (var seed in seeds)
        {
            if (seed.RowsOf(options.Value) is > 0 and var rows && !await seed.HasRowsAsync(database, cancellationToken))
            {
                LogSeeding(rows, seed.Table);
                await seed.FillAsync(database, rows, cancellationToken);
                filled.Add(seed);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return filled;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeding {Rows} {Table}.")]
    private partial void LogSeeding(int rows, string table);

    [LoggerMessage(Level = LogLevel.Information, Message = "Seeded {Tables} in {Seconds:0.0} s.")]
    private partial void LogSeeded(string tables, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "There are no empty tables to seed.")]
    private partial void LogFilledBefore();
}
