using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Runs the migrations as a job. The publisher treats them as a service that would be restarted forever.</summary>
internal static class KubernetesMigrations
{
    // On an upgrade, the job runs before the new version of the app; on the first install, after the servers are created. A failed run fails
    // the upgrade, and the old version stays.
    private const string When = "post-install,pre-upgrade";

    // On the first install the database starts at the same time. The pauses between the retries add up to two and a half minutes.
    private const int Retries = 4;
    private const int TimeoutSeconds = 1_800;

    /// <summary>Replaces the deployment with a Helm hook job, and creates its settings before it.</summary>
    public static void RunOnce(KubernetesResource kubernetes)
    {
        var deployment = (Deployment)kubernetes.Workload!;
        var template = deployment.Spec.Template;
        template.Spec.RestartPolicy = "Never";

        // "kubectl describe" then shows the reason for a failed run.
        template.Spec.Containers.Single().TerminationMessagePolicy = "FallbackToLogsOnError";
        kubernetes.Workload = new Job
        {
            Metadata = { Name = $"{kubernetes.Name}-job", Labels = deployment.Metadata.Labels },
            Spec = new JobSpec(Retries, TimeoutSeconds, template),
        };
        Hook(kubernetes.Workload, weight: 0);

        // Helm 3.18 and later then prints the log of a failed run.
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
