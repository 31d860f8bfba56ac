using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Declares what the app reaches but does not run.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string that has to be configured as <c>ConnectionStrings:name</c>.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name.</param>
    /// <returns>The connection string.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new ConnectionStringParameter(name, _ => builder.Configuration.GetConnectionString(name)
            ?? throw new DistributedApplicationException(
                $"The connection string '{name}' is missing; set ConnectionStrings:{name} in the configuration, for example by the environment variable ConnectionStrings__{name}.")));

    private sealed class ConnectionStringParameter(string name, Func<ParameterDefault?, string> callback)
        : ParameterResource(name, callback, secret: true), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{(ParameterResource)this}");
    }
}
