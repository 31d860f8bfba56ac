using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Makes a run of the migrations, which the publisher takes for a service and would start again for ever.</summary>
internal static class KubernetesMigrations
{
    // Before the new version of the app on an upgrade; after its servers are there at first. A failed run fails the upgrade, and the old version stays.
    private const string When = "post-install,pre-upgrade";

    // At the first install the database starts at the same time: the pauses between the tries add up to two and a half minutes.
    private const int Retries = 4;
    private const int TimeoutSeconds = 1_800;

    /// <summary>Replaces the deployment by a job of Helm's, with its settings before it.</summary>
    public static void RunOnce(KubernetesResource kubernetes)
    {
        var deployment = (Deployment)kubernetes.Workload!;
        var template = deployment.Spec.Template;
        template.Spec.RestartPolicy = "Never";

        // "kubectl describe" then shows the reason of a failed run.
        template.Spec.Containers.Single().TerminationMessagePolicy = "FallbackToLogsOnError";
        kubernetes.Workload = new Job
        {
            Metadata = { Name = $"{kubernetes.Name}-job", Labels = deployment.Metadata.Labels },
            Spec = new JobSpec(Retries, TimeoutSeconds, template),
        };
        Hook(kubernetes.Workload, weight: 0);

        // Helm 3.18 and later then prints the log of a run that failed.
        kubernetes.Workload.Metadata.Annotations["helm.sh/hook-output-log-policy"] = "hook-failed";
        Hook(kubernetes.ConfigMap!, weight: -1);
        Hook(kubernetes.Secret!, weight: -1);
    }

    private static void Hook(BaseKubernetesResource resource, int weight)
    {
        var annotations = resource.Metadata.Annotations;
        annotations["helm.sh/hook"] = When;
        annotations["helm.sh/hook-weight"] = $"{weight}";
        annotations["helm.sh/hook-delete-policy"] = "before-hook-creation";
    }
}
