using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>
/// Azure Container Apps by the manifest. What the manifest cannot say (replicas, scale rules, probes, secrets in a vault) is in
/// infra/*.tmpl.yaml beside this project and in infra/ of the repository, where azd reads it.
/// </summary>
internal static class AzureDeployment
{
    public static void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        // azd makes an app of every project, and an app that ends is started again: the migrations are a job of infra/resources.bicep.
        builder.Resource<ProjectResource>(ResourceNames.Migrations).ExcludeFromManifest();

        // The platform's ingress finds an app by Host and answers 404 to any other.
        var api = builder.Resource<ProjectResource>(ResourceNames.Api);
        var gateway = builder.Resource<ContainerResource>(ResourceNames.Gateway)
            .WithEnvironment("GATEWAY_UPSTREAM_HOST", ReferenceExpression.Create($"{api.GetEndpoint("http").Property(EndpointProperty.Host)}"));

        var name = gateway.GetEndpoint("http").Property(EndpointProperty.Host);
        gateway.WithGatewayHosts(settings, name);
        api.WithAllowedHosts(settings, name);
    }
}
