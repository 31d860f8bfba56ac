using HighTraffic.Core;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HighTraffic.Api.Hosting;

/// <summary>Connects to the catalogue so that an outage is answered at once.</summary>
internal static class CatalogDatabase
{
    // Seconds; less than a request may take, so that a query that hangs ends before its request does.
    private const int CommandTimeout = 4;

    // Bridges a connection that was cut, not an outage: for that the client is told to come back.
    private const int Retries = 2;
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMilliseconds(200);

    public static void AddCatalogDatabase(this IHostApplicationBuilder builder) => builder.AddNpgsqlDbContext<CatalogDbContext>(
        ResourceNames.Database,
        settings => settings.CommandTimeout = CommandTimeout,
        options =>
        {
            options.UseNpgsql(npgsql => npgsql
                .NameCommandSpans()
                .ExecutionStrategy(dependencies => new StreamingRetryStrategy(dependencies, Retries, LongestRetryDelay)));

            // Failures end as an answer: those that are the client's matter are no errors, and the others are logged there.
            options.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.ConnectionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                (CoreEventId.ExecutionStrategyRetrying, LogLevel.Debug)));
        });
}
