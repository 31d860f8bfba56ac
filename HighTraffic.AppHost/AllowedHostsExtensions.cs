using System.Net.NetworkInformation;

namespace HighTraffic.AppHost;

/// <summary>Tells Nginx and the API the names that clients may call the app by (nginx/templates/gateway/hosts.conf.template).</summary>
internal static class AllowedHostsExtensions
{
    private const string Any = "*";

    /// <summary>Sets the names that Nginx answers to.</summary>
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

    /// <summary>Sets the names that the API answers to.</summary>
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

    // A machine in a domain is called by its full name too.
    private static string[] Names(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        var names = settings.AllowedHosts.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var machine = IPGlobalProperties.GetIPGlobalProperties();
        return builder.ExecutionContext.IsRunMode && settings.AllowedHosts != Any && machine.DomainName.Contains('.')
            ? [.. names, $"{machine.HostName}.{machine.DomainName}"]
            : names;
    }
}
