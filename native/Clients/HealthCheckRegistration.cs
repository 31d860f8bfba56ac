using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire;

internal static class HealthCheckRegistration
{
    /// <summary>
    /// Adds a check unless one of that name was added before: two integrations may share a client, and the health service refuses
    /// a name that it meets twice.
    /// </summary>
    public static void AddHealthCheckOnce(this IHostApplicationBuilder builder, string name, Action<IHealthChecksBuilder> add)
    {
        if (builder.Properties.TryAdd($"health:{name}", true))
        {
            add(builder.Services.AddHealthChecks());
        }
    }
}
