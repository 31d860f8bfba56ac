using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.AppHost.Local;

/// <summary>A server that runs as a local program, with the same name, endpoints and connection string as its container.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="folder">The folder for its configuration and data.</param>
/// <param name="connectionString">Creates its connection string.</param>
internal sealed class LocalServer(string name, string folder, Func<LocalServer, ReferenceExpression> connectionString)
    : ExecutableResource(name, "bash", folder), IResourceWithConnectionString
{
    /// <summary>The endpoint that clients connect to.</summary>
    public const string Endpoint = "tcp";

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => connectionString(this);

    /// <summary>A property of <see cref="Endpoint"/>.</summary>
    public EndpointReferenceExpression Property(EndpointProperty property) => new EndpointReference(this, Endpoint).Property(property);
}

/// <summary>What the local servers have in common.</summary>
internal static class LocalServerExtensions
{
    /// <summary>Runs a script in this folder as the resource, with the variables that <c>server.sh</c> needs.</summary>
    public static IResourceBuilder<T> WithScript<T>(this IResourceBuilder<T> server, string script, DataFolder data) where T : ExecutableResource
    {
        Directory.CreateDirectory(server.Resource.WorkingDirectory);
        return server
            .WithArgs(Path.Combine(server.ApplicationBuilder.AppHostDirectory, "Local", script))
            .WithEnvironment("DATA", server.Resource.WorkingDirectory)
            .WithEnvironment("RUN", data.Path)
            .WithEnvironment("KEEP_DATA", data.IsKept.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds an endpoint without a proxy, on a free port if none is given, and passes its port to the script.</summary>
    public static IResourceBuilder<T> WithPort<T>(this IResourceBuilder<T> server, string endpoint, string variable, string scheme = "tcp", int? port = null)
        where T : ExecutableResource => server
            .WithEndpoint(port: port, scheme: scheme, name: endpoint, isProxied: false)
            .WithEnvironment(context => context.EnvironmentVariables[variable] = new EndpointReference(server.Resource, endpoint).Property(EndpointProperty.Port));

    /// <summary>Adds a health check that needs the connection string, which is known once the ports are.</summary>
    public static IResourceBuilder<T> WithConnectionHealthCheck<T>(this IResourceBuilder<T> resource, Action<IHealthChecksBuilder, string, Func<string>> add)
        where T : IResourceWithConnectionString
    {
        string? connectionString = null;
        resource.OnConnectionStringAvailable(async (server, _, cancellationToken) => connectionString = await server.GetConnectionStringAsync(cancellationToken));
        var key = $"{resource.Resource.Name}_check";
        add(resource.ApplicationBuilder.Services.AddHealthChecks(), key, () => connectionString ?? throw new InvalidOperationException("The ports are not known yet."));
        return resource.WithHealthCheck(key);
    }
}
