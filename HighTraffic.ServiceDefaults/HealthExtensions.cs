using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>The health endpoints of a service. Nginx hides them from outside, so they are there in every environment.</summary>
public static class HealthExtensions
{
    internal const string ReadinessPath = "/health";
    internal const string LivenessPath = "/alive";
    private const string Live = "live";

    // A dependency that hangs is named before the one who asks gives up.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Maps readiness (<c>/health</c>: all checks) and liveness (<c>/alive</c>: the process itself).</summary>
    /// <param name="app">The service.</param>
    /// <returns>The service.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(ReadinessPath, new HealthCheckOptions { ResponseWriter = WriteAsync }).DisableHttpMetrics();
        app.MapHealthChecks(LivenessPath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live), ResponseWriter = WriteAsync })
            .DisableHttpMetrics();
        return app;
    }

    internal static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Timeout == Timeout.InfiniteTimeSpan))
            {
                check.Timeout = CheckTimeout;
            }
        });
    }

    // Names and states only: what a check stumbled over is in the log, and may hold addresses.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new Dictionary<string, string>(report.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Status.ToString())))
        {
            ["status"] = report.Status.ToString(),
        },
        context.RequestAborted);
}
