using HighTraffic.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighTraffic.Api.Resilience;

/// <summary>Decides how much a failed dependency affects the health of the API.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Makes every dependency but the database degrade the service only: without Redis reads go to the database, and without RabbitMQ tasks are
    /// still accepted. No dependency takes a replica out of the fleet: even without a database it serves cached responses.
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
