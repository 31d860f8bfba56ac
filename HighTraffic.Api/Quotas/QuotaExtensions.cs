using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Quotas;

/// <summary>Adds quotas by client to the service (docs/security.md).</summary>
internal static class QuotaExtensions
{
    public static void AddQuotas(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<QuotaOptions>().BindConfiguration("HighTraffic:Quotas").ValidateDataAnnotations()
            .Validate(
                quotas => quotas.AreLimitsValid(),
                "HighTraffic:Quotas: Burst and PerSecond of a quota must both be 0, for no limit, or Burst must be 1 to 1,000,000 and PerSecond 0.001 to 1,000,000.")
            .ValidateOnStart();
        services.AddSingleton<RedisBuckets>().AddSingleton<ClientBuckets>().AddSingleton<EventStreams>();
    }

    public static void UseQuotas(this WebApplication app)
    {
        app.UseMiddleware<RejectedCredentials>();
        if (app.Services.GetRequiredService<IOptions<QuotaOptions>>().Value.Enabled)
        {
            app.UseMiddleware<QuotaMiddleware>();
        }
    }
}
