using k8s.Models;

namespace HighTraffic.Deployment.Tests.Kubernetes;

public sealed class NetworkTests
{
    private static readonly List<k8s.IKubernetesObject<V1ObjectMeta>> Objects = HelmChart.WithSecrets().Objects();
    private static readonly List<Pod> Pods = Pod.All(Objects);

    [Fact]
    public void Each_pod_has_a_policy_in_both_directions() => Assert.All(Pods, pod =>
        Assert.Equal(["Ingress", "Egress"], Assert.Single(Policies(), policy => pod.Is(policy.Spec.PodSelector)).Spec.PolicyTypes));

    [Theory]
    [InlineData("postgres", 5432, "api", "migrations", "worker")]
    [InlineData("cache", 6379, "api", "worker")]
    [InlineData("messaging", 5672, "api", "worker")]
    [InlineData("api", 8080, "gateway")]
    public void Only_who_needs_it_may_call(string called, int port, params string[] callers)
    {
        var rule = Assert.Single(Policy(called).Spec.Ingress);
        Assert.Equal(callers, Components(rule.FromProperty).Order());
        Assert.Equal($"{port}", Assert.Single(rule.Ports).Port.Value);
        foreach (var caller in callers)
        {
            Assert.Contains(Policy(caller).Spec.Egress, allowed => Components(allowed.To).Contains(called) && Assert.Single(allowed.Ports).Port.Value == $"{port}");
        }
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("migrations")]
    public void Nobody_calls(string component) => Assert.Empty(Policy(component).Spec.Ingress ?? []);

    [Theory]
    [InlineData("postgres")]
    [InlineData("cache")]
    [InlineData("messaging")]
    public void A_server_calls_nobody(string component) => Assert.Empty(Policy(component).Spec.Egress ?? []);

    [Fact]
    public void The_world_reaches_the_gateway_alone_and_not_its_status()
    {
        var open = Policies().Where(policy => (policy.Spec.Ingress ?? []).Any(rule => rule.FromProperty is null or { Count: 0 })).ToList();
        Assert.Equal("8080", Assert.Single(Assert.Single(Assert.Single(open).Spec.Ingress).Ports).Port.Value);
        Assert.True(ChartTests.Of("gateway").Is(open[0].Spec.PodSelector));
    }

    private static IEnumerable<V1NetworkPolicy> Policies() => Objects.OfType<V1NetworkPolicy>();

    private static V1NetworkPolicy Policy(string component) => Policies().Single(policy => Pods.Single(pod => pod.Component == component).Is(policy.Spec.PodSelector));

    private static IEnumerable<string> Components(IList<V1NetworkPolicyPeer>? peers) =>
        (peers ?? []).Select(peer => Pods.Single(pod => pod.Is(peer.PodSelector)).Component);
}
