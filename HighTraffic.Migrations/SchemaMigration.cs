using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HighTraffic.Migrations;

/// <summary>
/// Migrates a database, one run at a time. EF Core's own lock is not enough: it is released after each migration, but the list of pending
/// migrations is read only once. With two pending migrations, a concurrent run would apply the last one again.
/// </summary>
internal static class SchemaMigration
{
    // An arbitrary number that differs from the one for seeding.
    private const long AdvisoryLock = 0x5C3E4A;

    /// <summary>Creates the database if it is missing, and applies the pending migrations.</summary>
    public static Task ApplyAsync(AppDbContext database, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await CreateIfMissingAsync(database.GetService<IRelationalDatabaseCreator>(), token);
                await using var holder = await TakeLockAsync(database.Database, token);
                await database.Database.MigrateAsync(token);
            },
            cancellationToken);

    private static async Task CreateIfMissingAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        try
        {
            if (!await creator.ExistsAsync(cancellationToken))
            {
                await creator.CreateAsync(cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another run has just created it.
        }
    }

    private static async Task<NpgsqlConnection> TakeLockAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        // Not pooled: closing the connection releases the lock, however the run ends.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.GetConnectionString()) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
            {
                Parameters = { new() { Value = AdvisoryLock } },
                CommandTimeout = MigrationRun.CommandTimeoutSeconds,
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
