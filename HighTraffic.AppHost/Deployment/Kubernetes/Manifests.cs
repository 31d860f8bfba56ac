using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

// The parts of the Kubernetes API that the publisher has no types for. It serializes their properties in camel case.

/// <summary>The traffic that a pod may receive and send.</summary>
internal sealed class NetworkPolicy() : BaseKubernetesResource("networking.k8s.io/v1", "NetworkPolicy")
{
    public required NetworkPolicySpec Spec { get; init; }
}

internal sealed record NetworkPolicySpec(PodSelector PodSelector, string[] PolicyTypes, IngressRule[] Ingress, EgressRule[] Egress);

internal sealed record PodSelector(Dictionary<string, string> MatchLabels);

internal sealed record IngressRule(Peer[]? From, PolicyPort[] Ports);

internal sealed record EgressRule(Peer[]? To, PolicyPort[] Ports);

internal sealed record Peer(PodSelector PodSelector);

/// <summary>Not a record: the YAML writer would replace an equal one with a reference.</summary>
internal sealed class PolicyPort(int port, string protocol)
{
    public int Port => port;

    public string Protocol => protocol;
}

/// <summary>How many pods may be evicted at once, for example when a node is drained.</summary>
internal sealed class PodDisruptionBudget() : BaseKubernetesResource("policy/v1", "PodDisruptionBudget")
{
    public required PodDisruptionBudgetSpec Spec { get; init; }
}

internal sealed record PodDisruptionBudgetSpec(int MaxUnavailable, PodSelector Selector);

/// <summary>Scales the pods by their load.</summary>
internal sealed class HorizontalPodAutoscaler() : BaseKubernetesResource("autoscaling/v2", "HorizontalPodAutoscaler")
{
    public required HorizontalPodAutoscalerSpec Spec { get; init; }
}

internal sealed record HorizontalPodAutoscalerSpec(ScaleTarget ScaleTargetRef, int MinReplicas, int MaxReplicas, Metric[] Metrics);

internal sealed record ScaleTarget(string ApiVersion, string Kind, string Name);

internal sealed record Metric(string Type, ResourceMetric Resource);

internal sealed record ResourceMetric(string Name, MetricTarget Target);

internal sealed record MetricTarget(string Type, int AverageUtilization);

/// <summary>A workload that runs to completion.</summary>
internal sealed class Job() : Workload("batch/v1", "Job")
{
    public required JobSpec Spec { get; init; }

    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}

internal sealed record JobSpec(int BackoffLimit, int ActiveDeadlineSeconds, PodTemplateSpecV1 Template);
