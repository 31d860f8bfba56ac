using System.Diagnostics;
using HighTraffic.Data;
using HighTraffic.Migrations.Seeding;
using HighTraffic.ServiceDefaults;

namespace HighTraffic.Migrations;

/// <summary>Migrates the database, seeds its empty tables, and ends the process.</summary>
internal sealed partial class MigrationRun(
    IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, ILogger<MigrationRun> logger) : BackgroundService
{
    public const int CommandTimeoutSeconds = 600;
    private static readonly ActivitySource Source = new(TelemetryNames.App);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
            Environment.ExitCode = 0;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception exception) when (FailureReason.Of(exception) is { } reason)
        {
            LogFailed(reason);
        }
        catch (Exception exception)
        {
            LogCrashed(exception);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var seeder = scope.ServiceProvider.GetRequiredService<Seeder>();

        using (Source.StartActivity("migrate"))
        {
            await SchemaMigration.ApplyAsync(database, cancellationToken);
            LogMigrated();
        }

        using (Source.StartActivity("seed"))
        {
            await seeder.SeedAsync(cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database schema is up to date.")]
    private partial void LogMigrated();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped before the database was ready.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not be migrated or seeded: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database could not be migrated or seeded.")]
    private partial void LogCrashed(Exception exception);
}
