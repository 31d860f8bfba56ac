using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>
/// Deploys to Azure Container Apps through the manifest. What the manifest cannot express (replicas, scale rules, probes, secrets in a vault)
/// is in this project's infra/*.tmpl.yaml and in the repository's infra/, from where azd reads it.
/// </summary>
internal static class AzureDeployment
{
    public static void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        // azd deploys every project as an app, and an app that ends is restarted. So the migrations are a job in infra/resources.bicep.
        builder.Resource<ProjectResource>(ResourceNames.Migrations).ExcludeFromManifest();

        // The platform's ingress routes by Host and responds with 404 to any other name.
        var api = builder.Resource<ProjectResource>(ResourceNames.Api);
        var gateway = builder.Resource<ContainerResource>(ResourceNames.Gateway)
            .WithEnvironment("GATEWAY_UPSTREAM_HOST", ReferenceExpression.Create($"{api.GetEndpoint("http").Property(EndpointProperty.Host)}"));

        var name = gateway.GetEndpoint("http").Property(EndpointProperty.Host);
        gateway.WithGatewayHosts(settings, name);
        api.WithAllowedHosts(settings, name);
    }
}
