using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Declares Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>Adds a Redis server. Without a data volume it keeps nothing from run to run.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port, or null for any free one.</param>
    /// <param name="password">The password; generated and kept if left out.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        // A comma ends an option in a StackExchange.Redis connection string, so the password has no special characters.
        var redis = new RedisResource(
            name, password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false));
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().AddRedis(
            _ => redis.ConnectionStringExpression.GetValueAsync().AsTask().GetAwaiter().GetResult()!, check);
        return builder.AddResource(redis)
            .WithAnnotation(new ImageAnnotation("redis"))
            .WithEndpoint(port: port, targetPort: 6379, scheme: "redis", name: redis.PrimaryEndpoint.EndpointName)
            .WithEnvironment(context => context.EnvironmentVariables["REDIS_PASSWORD"] = redis.PasswordParameter)
            .WithHealthCheck(check);
    }
}
