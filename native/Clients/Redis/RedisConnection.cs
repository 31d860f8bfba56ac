using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

internal static class RedisConnection
{
    public static ConnectionMultiplexer Open(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ConfigurationOptions>>().Value;
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        var connection = ConnectionMultiplexer.Connect(options);

        // The provider is what listens to the source, and nothing else may have asked for it yet.
        _ = services.GetService<TracerProvider>();
        RedisTracing.Attach(connection);
        return connection;
    }
}
