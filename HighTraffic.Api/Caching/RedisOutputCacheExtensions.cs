using Aspire.StackExchange.Redis;
using Microsoft.AspNetCore.OutputCaching.StackExchangeRedis;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Stands in for the package Aspire.StackExchange.Redis.OutputCaching where the package source lacks it (NuGetOrg in Directory.Build.props).
/// </summary>
internal static class RedisOutputCacheExtensions
{
    /// <summary>Adds output caching with Redis as its store, and the Redis client that it uses.</summary>
    public static void AddRedisOutputCache(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        builder.AddRedisClient(connectionName, configureSettings, configureOptions);
        builder.Services.AddStackExchangeRedisOutputCache(static _ => { });
        builder.Services.AddOptions<RedisOutputCacheOptions>().Configure<IServiceProvider>(static (options, services) =>
            options.ConnectionMultiplexerFactory = () => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()));
    }
}
