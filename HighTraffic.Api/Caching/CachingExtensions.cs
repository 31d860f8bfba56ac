using HighTraffic.Contracts;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Caching;

/// <summary>Adds the caching of public reads to the service and its endpoints.</summary>
internal static class CachingExtensions
{
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

    /// <summary>Maps a read whose answer is the same for everybody and is cached as the profile says.</summary>
    public static RouteHandlerBuilder MapPublicRead(this IEndpointRouteBuilder endpoints, string pattern, CacheProfile profile, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler)
            .WithMetadata(new PublicReadPolicy(profile))
            .AddEndpointFilter<PublicReadFilter>();
}
