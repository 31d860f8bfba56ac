using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using HighTraffic.Core;

namespace HighTraffic.AppHost;

/// <summary>Deploys to Kubernetes as a Helm chart, with Nginx behind your own ingress.</summary>
internal static class KubernetesDeployment
{
    private const int GatewayReplicas = 2;
    private const int MaxGatewayReplicas = 10;

    public static void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        Containers.Describe(builder);
        builder.AddKubernetesEnvironment("kubernetes")
            .WithDashboard(enabled: false)
            .WithProperties(environment =>
            {
                environment.DefaultStorageType = "pvc";
                environment.DefaultStorageSize = "10Gi";
            })
            .WithHelm(chart => chart.WithChartName("hightraffic").WithChartVersion(settings.Version)
                .WithChartDescription("The API with its gateway, its workers and its servers."));

        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            // Empty, so that it appears in the chart's values.
            builder.CreateResourceBuilder(service).WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        }

        var containers = Containers.All(builder).ToList();
        foreach (var container in containers)
        {
            container.PublishAsKubernetesService(kubernetes => Describe(kubernetes, container.Resource, containers.ConvertAll(other => (IResource)other.Resource), settings));
        }
    }

    private static void Describe(KubernetesResource kubernetes, IResource resource, List<IResource> all, AppSettings settings)
    {
        var profile = ContainerProfiles.Of(resource);
        KubernetesPod.Harden(kubernetes, profile);
        KubernetesPod.Watch(kubernetes, profile);
        KubernetesPod.TagImage(kubernetes);
        KubernetesSecrets.Require(kubernetes);
        KubernetesSecrets.Mount(kubernetes);
        kubernetes.AdditionalResources.Add(KubernetesNetwork.PolicyOf(resource, kubernetes, all));
        switch (resource.Name)
        {
            case ResourceNames.Gateway:
                KubernetesPod.DrainBeforeStop(kubernetes);
                KubernetesScale.Between(kubernetes, GatewayReplicas, MaxGatewayReplicas);
                break;
            case ResourceNames.Api:
                KubernetesScale.Between(kubernetes, settings.ApiReplicas, settings.MostApiReplicas);
                break;
            case ResourceNames.Worker:
                KubernetesScale.Between(kubernetes, settings.WorkerReplicas, settings.MostWorkerReplicas);
                break;
            case ResourceNames.Migrations:
                KubernetesMigrations.RunOnce(kubernetes);
                break;
            default:
                // The service gives the server its stable DNS name.
                ((StatefulSet)kubernetes.Workload!).Spec.ServiceName = kubernetes.Service!.Metadata.Name;
                break;
        }
    }
}
