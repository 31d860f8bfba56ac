using Aspire.Hosting.Kubernetes;

namespace HighTraffic.AppHost;

/// <summary>
/// Allows traffic between two pods only if the app model has a reference from one to the other. Probes need no rule, because they come from the
/// pod's own node.
/// </summary>
internal static class KubernetesNetwork
{
    private const string Component = "app.kubernetes.io/component";
    private static readonly EgressRule Names = new(To: null, [new PolicyPort(53, "UDP"), new PolicyPort(53, "TCP")]);

    // The telemetry collector may be anywhere.
    private static readonly EgressRule Telemetry = new(To: null, [new PolicyPort(4317, "TCP"), new PolicyPort(4318, "TCP")]);

    /// <summary>The policy of a resource.</summary>
    public static NetworkPolicy PolicyOf(IResource resource, KubernetesResource kubernetes, List<IResource> all)
    {
        var labels = kubernetes.Workload!.PodTemplate.Metadata.Labels;
        return new NetworkPolicy
        {
            Metadata = { Name = $"{resource.Name}-network" },
            Spec = new NetworkPolicySpec(new PodSelector(labels), ["Ingress", "Egress"], [.. Ingress()], [.. Egress()]),
        };

        IEnumerable<IngressRule> Ingress()
        {
            if (ContainerProfiles.Of(resource).Port is { } port)
            {
                var callers = all.Where(other => ContainerProfiles.CalledBy(other).Contains(resource)).Select(Pod).ToArray();

                // The ingress calls external endpoints, and it may run anywhere.
                yield return new IngressRule(resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal) ? null : callers, [new PolicyPort(port, "TCP")]);
            }
        }

        IEnumerable<EgressRule> Egress()
        {
            var called = ContainerProfiles.CalledBy(resource).ToList();
            if (called.Count > 0)
            {
                yield return Names;
            }

            foreach (var other in called)
            {
                yield return new EgressRule([Pod(other)], [new PolicyPort(ContainerProfiles.Of(other).Port!.Value, "TCP")]);
            }

            if (resource is ProjectResource)
            {
                yield return Telemetry;
            }
        }

        Peer Pod(IResource other) => new(new PodSelector(new Dictionary<string, string>(labels) { [Component] = other.Name }));
    }
}
