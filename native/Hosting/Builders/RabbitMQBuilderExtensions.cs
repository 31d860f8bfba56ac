using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Aspire.Hosting.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Declares RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds a RabbitMQ server.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userName">The user's name, or null for <c>guest</c>.</param>
    /// <param name="password">The password; generated and kept if left out.</param>
    /// <param name="port">The port, or null for any free one.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var server = new RabbitMQServerResource(
            name,
            userName?.Resource,
            password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false));
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new(check, _ => new RabbitMqHealthCheck(server), failureStatus: null, tags: null));
        return builder.AddResource(server)
            .WithAnnotation(new ImageAnnotation("rabbitmq"))
            .WithEndpoint(port: port, targetPort: 5672, name: server.PrimaryEndpoint.EndpointName)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["RABBITMQ_DEFAULT_USER"] = server.UserNameReference;
                context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = server.PasswordParameter;
            })
            .WithHealthCheck(check);
    }

    /// <summary>Adds the management plugin, with its page on an endpoint named <c>management</c>.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="port">The port of the page, or null for any free one.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder, int? port = null) =>
        builder.WithHttpEndpoint(port: port, targetPort: 15672, name: builder.Resource.ManagementEndpoint.EndpointName)
            .WithAnnotation(new ManagementPluginAnnotation());

    /// <summary>Keeps the data from run to run.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; made of the AppHost's and the resource's if left out.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null) =>
        builder.WithAnnotation(Volumes.Declare(builder, name));
}
