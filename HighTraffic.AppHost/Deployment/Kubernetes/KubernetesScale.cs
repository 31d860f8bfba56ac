using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Has the cluster decide how many pods there are.</summary>
internal static class KubernetesScale
{
    // Of what is kept free for a pod: enough is left for the time until the next one is ready.
    private const int ProcessorPercent = 70;

    /// <summary>Scales a deployment between two bounds, spreads it over the nodes and never takes more than one pod away.</summary>
    public static void Between(KubernetesResource kubernetes, int least, int most)
    {
        var deployment = (Deployment)kubernetes.Workload!;
        var selector = new PodSelector(deployment.Spec.Selector.MatchLabels);

        // The autoscaler's number: with one in the chart each upgrade would reset it.
        deployment.Spec.Replicas = null;
        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable = 0;

        // As many as the plan of the connections allows for (ConnectionPlan.cs).
        deployment.Spec.Strategy.RollingUpdate.MaxSurge = 1;
        deployment.Spec.Template.Spec.TopologySpreadConstraints.Add(new TopologySpreadConstraintV1
        {
            MaxSkew = 1,
            TopologyKey = "kubernetes.io/hostname",
            WhenUnsatisfiable = "ScheduleAnyway",
            LabelSelector = new LabelSelectorV1(new(deployment.Spec.Selector.MatchLabels)),
        });
        kubernetes.AdditionalResources.Add(new HorizontalPodAutoscaler
        {
            Metadata = { Name = $"{kubernetes.Name}-autoscaler" },
            Spec = new HorizontalPodAutoscalerSpec(
                new ScaleTarget("apps/v1", "Deployment", deployment.Metadata.Name),
                least,
                most,
                [new Metric("Resource", new ResourceMetric("cpu", new MetricTarget("Utilization", ProcessorPercent)))]),
        });
        kubernetes.AdditionalResources.Add(new PodDisruptionBudget
        {
            Metadata = { Name = $"{kubernetes.Name}-disruption" },
            Spec = new PodDisruptionBudgetSpec(MaxUnavailable: 1, selector),
        });
    }
}
