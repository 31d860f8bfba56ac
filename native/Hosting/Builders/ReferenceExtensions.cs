using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Tells a resource where others are.</summary>
public static class ReferenceExtensions
{
    /// <summary>
    /// Hands a connection string over as <c>ConnectionStrings__name</c>, and its parts as <c>NAME_HOST</c>, <c>NAME_PORT</c> and so on.
    /// </summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">What it is to reach.</param>
    /// <param name="connectionName">The name of the connection string; the name of the source if left out.</param>
    /// <param name="optional">Kept for compatibility: a connection string always has a value here.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false) where TDestination : IResourceWithEnvironment
    {
        _ = optional;
        var name = connectionName ?? source.Resource.Name;
        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables[$"ConnectionStrings__{name}"] = source.Resource.ConnectionStringExpression;
            foreach (var (part, value) in source.Resource.GetConnectionProperties())
            {
                context.EnvironmentVariables[$"{VariableName(name)}_{part.ToUpperInvariant()}"] = value;
            }
        });
    }

    /// <summary>Hands the endpoints of a service over as <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="source">The service.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source) where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
            {
                AddEndpoint(context, new EndpointReference(source.Resource, endpoint.Name));
            }
        });

    /// <summary>Hands one endpoint of a service over as <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddEndpoint(context, endpointReference));

    private static void AddEndpoint(EnvironmentCallbackContext context, EndpointReference endpoint)
    {
        context.EnvironmentVariables[$"services__{endpoint.Resource.Name}__{endpoint.EndpointName}__0"] = endpoint;
        context.EnvironmentVariables[$"{VariableName(endpoint.Resource.Name)}_{VariableName(endpoint.EndpointName)}"] = endpoint;
    }

    private static string VariableName(string name) => name.Replace('-', '_').ToUpperInvariant();
}
