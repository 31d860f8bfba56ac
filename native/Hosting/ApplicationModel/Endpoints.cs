using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a resource listens.</summary>
/// <param name="name">The name of the endpoint, unique for its resource.</param>
/// <param name="uriScheme">The scheme of its address.</param>
/// <param name="port">The port that clients use, or null for any free one.</param>
/// <param name="targetPort">The port inside a container; the native engine has none, so the program listens on the port that clients use.</param>
/// <param name="environmentVariable">The variable that tells the program its port.</param>
public sealed class EndpointAnnotation(string name, string uriScheme, int? port, int? targetPort, string? environmentVariable) : IResourceAnnotation
{
    /// <summary>The name of the endpoint, unique for its resource.</summary>
    public string Name { get; } = name;

    /// <summary>The scheme of its address.</summary>
    public string UriScheme { get; set; } = uriScheme;

    /// <summary>The port that clients use, or null for any free one.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port inside a container.</summary>
    public int? TargetPort { get; set; } = targetPort;

    /// <summary>Whether the endpoint is meant for clients outside the app; here all of them listen on loopback.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Where the endpoint is, once the app has started.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; internal set; }

    internal string? EnvironmentVariable { get; } = environmentVariable;
}

/// <summary>The address that an endpoint got.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="address">The host.</param>
/// <param name="port">The port.</param>
public sealed class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
{
    /// <summary>The host.</summary>
    public string Address { get; } = address;

    /// <summary>The port.</summary>
    public int Port { get; } = port;

    /// <summary>Host and port.</summary>
    public string EndPointString => string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}");

    /// <summary>The whole address.</summary>
    public string UriString => $"{endpoint.UriScheme}://{EndPointString}";
}

/// <summary>A part of an endpoint's address.</summary>
public enum EndpointProperty
{
    /// <summary>The whole address.</summary>
    Url,

    /// <summary>The host.</summary>
    Host,

    /// <summary>The port.</summary>
    Port,

    /// <summary>The scheme.</summary>
    Scheme,

    /// <summary>The port that the program listens on, which here is the port that clients use.</summary>
    TargetPort,

    /// <summary>Host and port, with a colon.</summary>
    HostAndPort,
}

/// <summary>Names an endpoint of a resource; its address is known once the app has started.</summary>
/// <param name="owner">The resource.</param>
/// <param name="endpointName">The name of the endpoint.</param>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider, IManifestExpressionProvider
{
    /// <summary>The resource.</summary>
    public IResourceWithEndpoints Resource { get; } = owner;

    /// <summary>The name of the endpoint.</summary>
    public string EndpointName { get; } = endpointName;

    /// <summary>Whether the resource has such an endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Whether the address is known.</summary>
    public bool IsAllocated => Find()?.AllocatedEndpoint is not null;

    /// <summary>The host.</summary>
    public string Host => Allocated.Address;

    /// <summary>The port.</summary>
    public int Port => Allocated.Port;

    /// <summary>The whole address.</summary>
    public string Url => Allocated.UriString;

    /// <summary>The scheme.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>What was declared about the endpoint.</summary>
    /// <exception cref="InvalidOperationException">The resource has no such endpoint.</exception>
    public EndpointAnnotation EndpointAnnotation =>
        Find() ?? throw new InvalidOperationException($"The resource '{Resource.Name}' has no endpoint named '{EndpointName}'.");

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Resource.Name}.bindings.{EndpointName}.url}}";

    private AllocatedEndpoint Allocated =>
        EndpointAnnotation.AllocatedEndpoint
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of '{Resource.Name}' has no address before the app has started.");

    /// <summary>Names a part of the address.</summary>
    /// <param name="property">The part.</param>
    /// <returns>The expression for it.</returns>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Url);

    private EndpointAnnotation? Find() => Resource.Annotations.OfType<EndpointAnnotation>()
        .LastOrDefault(endpoint => string.Equals(endpoint.Name, EndpointName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A part of an endpoint's address.</summary>
/// <param name="endpointReference">The endpoint.</param>
/// <param name="property">The part.</param>
public sealed class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IValueProvider, IManifestExpressionProvider
{
    /// <summary>The endpoint.</summary>
    public EndpointReference Endpoint { get; } = endpointReference;

    /// <summary>The part.</summary>
    public EndpointProperty Property { get; } = property;

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Endpoint.Resource.Name}.bindings.{Endpoint.EndpointName}.{Property.ToString().ToLowerInvariant()}}}";

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Property switch
    {
        EndpointProperty.Host => Endpoint.Host,
        EndpointProperty.Port or EndpointProperty.TargetPort => Endpoint.Port.ToString(CultureInfo.InvariantCulture),
        EndpointProperty.Scheme => Endpoint.Scheme,
        EndpointProperty.HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Host}:{Endpoint.Port}"),
        _ => Endpoint.Url,
    });
}
