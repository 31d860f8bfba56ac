using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace HighTraffic.Deployment.Tests.Kubernetes;

public sealed partial class ScaleTests
{
    private static readonly List<k8s.IKubernetesObject<V1ObjectMeta>> Objects = HelmChart.WithSecrets().Objects();

    [Fact]
    public void What_the_work_is_spread_over_scales()
    {
        var scaled = Objects.OfType<V2HorizontalPodAutoscaler>().Select(scaler => scaler.Spec.ScaleTargetRef.Name).Order();
        Assert.Equal(Objects.OfType<V1Deployment>().Select(deployment => deployment.Metadata.Name).Order(), scaled);
    }

    [Fact]
    public void An_autoscaler_has_a_target_and_its_word_is_the_only_one() => Assert.All(Objects.OfType<V2HorizontalPodAutoscaler>(), scaler =>
    {
        Assert.Equal(("apps/v1", "Deployment"), (scaler.Spec.ScaleTargetRef.ApiVersion, scaler.Spec.ScaleTargetRef.Kind));
        var deployment = Assert.Single(Objects.OfType<V1Deployment>(), deployment => deployment.Metadata.Name == scaler.Spec.ScaleTargetRef.Name);
        Assert.Null(deployment.Spec.Replicas);
        Assert.InRange(scaler.Spec.MinReplicas!.Value, 2, scaler.Spec.MaxReplicas);
        Assert.Equal(("Resource", "cpu"), (Assert.Single(scaler.Spec.Metrics).Type, scaler.Spec.Metrics[0].Resource.Name));
    });

    [Fact]
    public void One_pod_at_most_is_taken_away_at_once() => Assert.All(Objects.OfType<V1Deployment>(), deployment =>
    {
        var budget = Assert.Single(Objects.OfType<V1PodDisruptionBudget>(), budget => budget.Spec.Selector.MatchLabels.All(label => deployment.Spec.Template.Metadata.Labels[label.Key] == label.Value));
        Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
        Assert.Equal(("0", "1"), (deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value, deployment.Spec.Strategy.RollingUpdate.MaxSurge.Value));
    });

    [Fact]
    public void The_database_takes_the_connections_of_all_pods_that_there_can_be()
    {
        var pools = (Pool("api") * Most("api-deployment")) + (Pool("worker") * Most("worker-deployment")) + Pool("migrations");
        var limit = Assert.Single(ChartTests.Of("postgres").Container.Args, argument => argument.StartsWith("max_connections=", StringComparison.Ordinal));
        Assert.True(int.Parse(limit.Split('=')[1], CultureInfo.InvariantCulture) > pools, $"{limit}, and the pools take {pools}");
    }

    // During an update there is one more replica.
    private static int Most(string deployment) => Objects.OfType<V2HorizontalPodAutoscaler>().Single(scaler => scaler.Spec.ScaleTargetRef.Name == deployment).Spec.MaxReplicas + 1;

    private static int Pool(string component)
    {
        var secret = Objects.OfType<V1Secret>().Single(secret => secret.Metadata.Name == $"{component}-secrets");
        return int.Parse(MaximumPoolSize().Match(secret.StringData["ConnectionStrings__appdb"]).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Maximum Pool Size=(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex MaximumPoolSize();
}
