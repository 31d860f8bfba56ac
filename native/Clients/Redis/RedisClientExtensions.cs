using Aspire.StackExchange.Redis;
using Microsoft.AspNetCore.OutputCaching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Redis to a service.</summary>
public static class RedisClientExtensions
{
    private const string Section = "Aspire:StackExchange:Redis";

    /// <summary>Adds a shared <see cref="IConnectionMultiplexer"/> with health check and tracing. It connects and reconnects by itself.</summary>
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
        var section = builder.Configuration.GetSection(Section);
        var settings = new StackExchangeRedisSettings();
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            var options = ConfigurationOptions.Parse(settings.ConnectionString
                ?? throw new InvalidOperationException($"The connection string '{connectionName}' is missing; set ConnectionStrings__{connectionName}."));

            // A server that is down when the service starts must not keep the service from starting.
            options.AbortOnConnectFail = false;
            section.GetSection("ConfigurationOptions").Bind(options);
            options.LoggerFactory = services.GetService<ILoggerFactory>();
            configureOptions?.Invoke(options);
            var connection = ConnectionMultiplexer.Connect(options);
            services.GetService<RedisTracing>()?.Attach(connection);
            return connection;
        });

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().AddRedis(services => services.GetRequiredService<IConnectionMultiplexer>(), "StackExchange.Redis");
        }

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisTracing.SourceName));
            builder.Services.AddSingleton<RedisTracing>();
            builder.Services.AddHostedService(services => services.GetRequiredService<RedisTracing>());
        }
    }

    /// <summary>Adds the output cache with Redis as its store, and the Redis client itself.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="connectionName">The name of the connection string.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    public static void AddRedisOutputCache(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
    {
        builder.AddRedisClient(connectionName, configureSettings, configureOptions);
        builder.Services.AddStackExchangeRedisOutputCache(_ => { });
        builder.Services.AddOptions<RedisOutputCacheOptions>().Configure<IServiceProvider>((options, services) =>
            options.ConnectionMultiplexerFactory = () => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()));
    }
}
