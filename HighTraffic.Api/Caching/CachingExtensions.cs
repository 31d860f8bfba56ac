using HighTraffic.Contracts;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Adds the caching of public reads to the service and its endpoints.</summary>
internal static class CachingExtensions
{
    /// <summary>The methods of a read: HEAD goes wherever GET does (RFC 9110, 9.3.2).</summary>
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void AddPublicCache(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CacheOptions>().BindConfiguration("HighTraffic:Cache").ValidateDataAnnotations().ValidateOnStart();
        builder.AddRedisOutputCache(ResourceNames.Cache, configureOptions: CacheConnection.FailFast);
        services.AddHostedService<CacheConnection>();
        services.AddSingleton<TagGenerations>();
        services.AddSingleton<Evictions>();
        services.AddHostedService(provider => provider.GetRequiredService<Evictions>());
        services.AddSingleton<StaleAnswers>();
    }

    public static void UsePublicCache(this WebApplication app)
    {
        app.UseMiddleware<PublicReadMiddleware>();
        if (app.Services.GetRequiredService<IOptions<CacheOptions>>().Value.Enabled)
        {
            app.UseOutputCache();
        }
    }

    /// <summary>Caches the answers of a read that are the same for everybody, as the profile says.</summary>
    public static RouteHandlerBuilder CachePublicly(this RouteHandlerBuilder endpoint, CacheProfile profile) =>
        endpoint.WithMetadata(new PublicReadPolicy(profile)).AddEndpointFilter<PublicReadFilter>();
}
