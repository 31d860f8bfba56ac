using HighTraffic.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighTraffic.Api.Hosting;

/// <summary>Decides what takes a replica out of the fleet.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Makes all but the database and the drain degrade the service only: without Redis reads go on from the database, and
    /// without RabbitMQ tasks are still accepted, so it would be wrong to take every replica away.
    /// </summary>
    public static void AddReadiness(this IHostApplicationBuilder builder) =>
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                check.Timeout = Timeout;
                if (check.Name is not (nameof(CatalogDbContext) or DrainExtensions.CheckName))
                {
                    check.FailureStatus = HealthStatus.Degraded;
                }
            }
        });
}
