using HighTraffic.Core;
using HighTraffic.Core.Caching;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Adds the caching of public reads to the service and its endpoints (docs/decisions/0005-two-level-cache.md).</summary>
internal static class CachingExtensions
{
    /// <summary>The methods of a read: HEAD is supported wherever GET is (RFC 9110, 9.3.2).</summary>
    public static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void AddPublicCache(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CacheOptions>().BindConfiguration("HighTraffic:Cache").ValidateDataAnnotations().ValidateOnStart();
        builder.AddRedisOutputCache(ResourceNames.Cache, configureOptions: CacheConnection.FailFast);
        services.AddHostedService<CacheConnection>();
        services.AddSingleton<LocalTagVersions>().AddSingleton<TagVersions>().AddSingleton<TagEviction>();
        services.AddSingleton<LocalCache>().AddSingleton<SharedCache>();
        services.AddSingleton<RecomputationLock>().AddSingleton<Flights>().AddSingleton<PublicReads>();
        services.AddSingleton<CacheHeaders>().AddSingleton<CachedResponseWriter>();
        services.AddSingleton<Evictions>().AddHostedService(provider => provider.GetRequiredService<Evictions>());
        services.AddHostedService<EvictionListener>();
        services.AddResponseCompression();
    }

    public static void UsePublicCache(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<CacheOptions>>().Value.StoreCompressed)
        {
            app.UseResponseCompression();
        }

        app.UseMiddleware<PublicReadMiddleware>();
        app.UseOutputCache();
    }

    /// <summary>Caches the responses of a read that returns the same to every client.</summary>
    public static RouteHandlerBuilder CachePublicly(this RouteHandlerBuilder endpoint, CacheProfile profile) =>
        endpoint.WithMetadata(profile).AddEndpointFilter<PublicReadFilter>();
}
