using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Lets the cluster scale the pods.</summary>
internal static class KubernetesScale
{
    // Relative to the CPU request of a pod. It leaves headroom until the next pod is ready.
    private const int ProcessorPercent = 70;

    /// <summary>Scales a deployment between two bounds, spreads it over the nodes, and allows only one pod at a time to be evicted.</summary>
    public static void Between(KubernetesResource kubernetes, int least, int most)
    {
        var deployment = (Deployment)kubernetes.Workload!;
        var selector = new PodSelector(deployment.Spec.Selector.MatchLabels);

        // The autoscaler sets it. With a number in the chart, each upgrade would reset it.
        deployment.Spec.Replicas = null;
        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable = 0;

        // The connection plan allows for one more (ConnectionPlan.cs).
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
