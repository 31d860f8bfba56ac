using System.Net.NetworkInformation;

namespace HighTraffic.AppHost;

/// <summary>Configures the host names that Nginx and the API accept (nginx/templates/gateway/hosts.conf.template).</summary>
internal static class AllowedHostsExtensions
{
    private const string Any = "*";

    /// <summary>Sets the host names that Nginx accepts.</summary>
    /// <param name="gateway">Nginx.</param>
    /// <param name="settings">The settings of the app.</param>
    /// <param name="ownName">The name that the platform gives the app; none if null.</param>
    public static void WithGatewayHosts<T>(this IResourceBuilder<T> gateway, AppSettings settings, EndpointReferenceExpression? ownName = null)
        where T : IResourceWithEnvironment
    {
        if (settings.AllowedHosts == Any)
        {
            gateway.WithEnvironment("GATEWAY_ANY_HOST", "1");
            return;
        }

        var names = new ReferenceExpressionBuilder();
        foreach (var host in Names(gateway.ApplicationBuilder, settings))
        {
            names.AppendLiteral($"{host} 1; ");
        }

        if (ownName is not null)
        {
            names.Append($"{ownName} 1;");
        }

        if (!names.IsEmpty)
        {
            gateway.WithEnvironment("GATEWAY_HOSTS", names.Build());
        }
    }

    /// <summary>Sets the host names that the API accepts.</summary>
    /// <param name="api">The API.</param>
    /// <param name="settings">The settings of the app.</param>
    /// <param name="ownName">The name that the platform gives the app; none if null.</param>
    public static IResourceBuilder<ProjectResource> WithAllowedHosts(
        this IResourceBuilder<ProjectResource> api, AppSettings settings, EndpointReferenceExpression? ownName = null)
    {
        var names = new ReferenceExpressionBuilder();
        names.AppendLiteral(string.Join(',', Names(api.ApplicationBuilder, settings)));
        if (ownName is not null && settings.AllowedHosts != Any)
        {
            names.AppendLiteral(names.IsEmpty ? "" : ",");
            names.Append($"{ownName}");
        }

        return names.IsEmpty ? api : api.WithEnvironment("HighTraffic__AllowedHosts", names.Build());
    }

    // Clients may also use the fully qualified name of a machine in a domain.
    private static string[] Names(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        var names = settings.AllowedHosts.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var machine = IPGlobalProperties.GetIPGlobalProperties();
        return builder.ExecutionContext.IsRunMode && settings.AllowedHosts != Any && machine.DomainName.Contains('.')
            ? [.. names, $"{machine.HostName}.{machine.DomainName}"]
            : names;
    }
}
