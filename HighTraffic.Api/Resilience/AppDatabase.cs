using System.Globalization;
using HighTraffic.Core;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HighTraffic.Api.Resilience;

/// <summary>Configures the database connections so that an outage is detected quickly.</summary>
internal static class AppDatabase
{
    // Seconds to open a connection or get a free one. The pool has a connection for every admitted request.
    private const int ConnectTimeout = 2;

    // Seconds of silence after which a connection counts as lost, for a server that has vanished from the network. Requests get their response
    // long before, at their deadline, and the server ends slow statements itself.
    private const int CommandTimeout = 15;

    public static void AddAppDatabase(this IHostApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetSection("HighTraffic:Limits").Get<LoadLimitOptions>() ?? new LoadLimitOptions();
        builder.AddNpgsqlDbContext<AppDbContext>(ResourceNames.Database, settings =>
        {
            settings.CommandTimeout = CommandTimeout;
            settings.ConnectionString = settings.ConnectionString is { } connection ? WithLimits(connection, limits.Timeout) : null;
        });
        builder.Services.ConfigureDbContext<AppDbContext>((services, options) =>
        {
            var breaker = services.GetRequiredService<DatabaseBreaker>();
            options.UseNpgsql(npgsql => npgsql
                .NameCommandSpans()
                .ExecutionStrategy(dependencies => new DatabaseExecutionStrategy(dependencies, breaker)));

            // Log these at debug level: every failure becomes a response. Those that the client caused are not errors, and the others are
            // logged there.
            options.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                (CoreEventId.ExecutionStrategyRetrying, LogLevel.Debug)));
        });
    }

    /// <summary>
    /// Adds the timeouts. The server ends a statement that outlives its request, so the client need not cancel it
    /// (https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT).
    /// </summary>
    internal static string WithLimits(string connectionString, TimeSpan requestTimeout)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Timeout = ConnectTimeout };
        var limit = string.Create(CultureInfo.InvariantCulture, $"-c statement_timeout={Math.Max(1, (long)requestTimeout.TotalMilliseconds)}");
        connection.Options = string.IsNullOrEmpty(connection.Options) ? limit : $"{connection.Options} {limit}";
        return connection.ConnectionString;
    }
}
