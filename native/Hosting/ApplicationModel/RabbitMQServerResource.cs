namespace Aspire.Hosting.ApplicationModel;

/// <summary>A RabbitMQ server.</summary>
/// <param name="name">The name, unique in the app model.</param>
/// <param name="userName">The user's name, or null for <c>guest</c>.</param>
/// <param name="password">The password.</param>
public sealed class RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password)
    : ContainerResource(name), IResourceWithConnectionString
{
    /// <summary>Where the server takes AMQP connections.</summary>
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    /// <summary>Where its management page is, if it has the plugin.</summary>
    public EndpointReference ManagementEndpoint => new(this, "management");

    /// <summary>The user's name.</summary>
    public ReferenceExpression UserNameReference =>
        userName is null ? ReferenceExpression.Create($"guest") : ReferenceExpression.Create($"{userName}");

    /// <summary>The password.</summary>
    public ParameterResource PasswordParameter { get; } = password;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => UriExpression;

    /// <summary>The connection as a URI.</summary>
    public ReferenceExpression UriExpression => ReferenceExpression.Create(
        $"amqp://{UserNameReference:uri}:{PasswordParameter:uri}@{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}");

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Host)}")),
        new("Port", ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Port)}")),
        new("Username", UserNameReference),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", UriExpression),
    ];
}
