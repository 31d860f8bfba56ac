using Aspire;
using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds a Redis client to a service.</summary>
public static class RedisClientExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";
    private const string Options = "ConfigurationOptions";

    /// <summary>
    /// Adds a shared <see cref="IConnectionMultiplexer"/> with health check and tracing. It connects and reconnects by itself. Called
    /// more than once, as by the output cache, it adds the options up, and the last settings count.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var section = builder.Configuration.GetSection(Section);
        var named = section.GetSection(connectionName);
        var settings = new StackExchangeRedisSettings();
        section.Bind(settings);
        named.Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton(new RedisConnectionString(connectionName, settings.ConnectionString));
        builder.Services.TryAddTransient<IOptionsFactory<ConfigurationOptions>, RedisOptionsFactory>();
        builder.Services.Configure<ConfigurationOptions>(options =>
        {
            section.GetSection(Options).Bind(options);
            named.GetSection(Options).Bind(options);
            configureOptions?.Invoke(options);
        });
        builder.Services.TryAddSingleton<IConnectionMultiplexer>(RedisConnection.Open);

        if (!settings.DisableAutoActivation)
        {
            builder.Services.AddHostedService<RedisActivation>();
        }

        if (!settings.DisableHealthChecks)
        {
            const string Name = "StackExchange.Redis";
            builder.AddHealthCheckOnce(Name, checks => checks.AddRedis(services => services.GetRequiredService<IConnectionMultiplexer>(), Name));
        }

        if (!settings.DisableTracing && builder.Properties.TryAdd(RedisTracing.SourceName, true))
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisTracing.SourceName).AddProcessor(new RedisTracing()));
        }
    }
}
