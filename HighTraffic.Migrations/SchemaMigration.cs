using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HighTraffic.Migrations;

/// <summary>
/// Migrates a database, one run at a time. EF Core's own lock is not enough for that: it ends with each migration, while the list of
/// those to apply is read only once, so with two migrations a second run would apply the last one again.
/// </summary>
internal static class SchemaMigration
{
    // Any number of its own, other than the seeding's.
    private const long AdvisoryLock = 0x5C3E4A;

    /// <summary>Creates the database if it is missing, and applies the migrations that it lacks.</summary>
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
            // Another run was faster, and there is only one database of that name.
        }
    }

    private static async Task<NpgsqlConnection> TakeLockAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        // Not of the pool: the lock goes with the connection, however that ends.
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
