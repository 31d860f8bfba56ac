using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>The health endpoints of a service. They exist in every environment, because Nginx does not expose them.</summary>
public static class HealthExtensions
{
    /// <summary>The tag of the checks that decide whether this replica should receive requests: started, warm and not draining.</summary>
    public const string ReplicaTag = "replica";

    internal const string ReadinessPath = "/health";
    internal const string DependenciesPath = "/health/dependencies";
    internal const string LivenessPath = "/alive";
    private const string Live = "live";

    // Shorter than the timeout of probes, so that the report names a dependency that hangs.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maps readiness (<c>/health</c>: whether this replica should receive requests), liveness (<c>/alive</c>: the process itself) and the
    /// report on dependencies (<c>/health/dependencies</c>: all checks). An outage of a dependency takes no replica out of the fleet: it would
    /// take out all of them, with everything that they can still serve.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <returns>The service.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        Map(ReadinessPath, check => check.Tags.Contains(ReplicaTag));
        Map(LivenessPath, check => check.Tags.Contains(Live));
        Map(DependenciesPath, _ => true);
        return app;

        void Map(string path, Func<HealthCheckRegistration, bool> predicate) =>
            app.MapHealthChecks(path, new HealthCheckOptions { Predicate = predicate, ResponseWriter = WriteAsync }).DisableHttpMetrics();
    }

    internal static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live, ReplicaTag]);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Timeout == Timeout.InfiniteTimeSpan))
            {
                check.Timeout = CheckTimeout;
            }
        });
    }

    // Names and states only: the failures may contain addresses, and are in the log.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new Dictionary<string, string>(report.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Status.ToString())))
        {
            ["status"] = report.Status.ToString(),
        },
        context.RequestAborted);
}
