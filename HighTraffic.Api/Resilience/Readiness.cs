using HighTraffic.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighTraffic.Api.Resilience;

/// <summary>Tells in the report on dependencies which of them the API cannot do without.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Makes all but the database degrade the service only: without Redis reads go on from the database, and without RabbitMQ tasks are still
    /// accepted. None of them takes a replica out of the fleet: one without a database still serves what it has cached.
    /// </summary>
    public static void AddReadiness(this IHostApplicationBuilder builder) =>
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                check.Timeout = Timeout;
                if (check.Name != nameof(AppDbContext) && !check.Tags.Contains(HealthExtensions.ReplicaTag))
                {
                    check.FailureStatus = HealthStatus.Degraded;
                }
            }
        });
}
