using System.Diagnostics;
using HighTraffic.Data;
using HighTraffic.Migrations.Seeding;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Migrations;

/// <summary>Brings the database up to date, fills it if it is empty, and ends the process.</summary>
internal sealed partial class MigrationRun(
    IServiceScopeFactory scopes, Seeder seeder, IHostApplicationLifetime lifetime, ILogger<MigrationRun> logger) : BackgroundService
{
    public const int CommandTimeoutSeconds = 600;
    private static readonly ActivitySource Source = new("HighTraffic");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
            using (Source.StartActivity("migrate"))
            {
                // EF Core takes a lock of its own, so two runs at once migrate one after the other.
                await database.Database.MigrateAsync(stoppingToken);
                LogMigrated();
            }

            using (Source.StartActivity("seed"))
            {
                await seeder.SeedAsync(database, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            LogFailed(exception.GetBaseException().Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database schema is up to date.")]
    private partial void LogMigrated();

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be migrated or seeded: {Reason}")]
    private partial void LogFailed(string reason);
}
