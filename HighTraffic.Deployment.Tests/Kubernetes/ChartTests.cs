using System.Globalization;
using HighTraffic.Deployment.Tests.Azure;
using HighTraffic.Deployment.Tests.Published;
using k8s.Models;

namespace HighTraffic.Deployment.Tests.Kubernetes;

public sealed class ChartTests
{
    private static readonly List<k8s.IKubernetesObject<V1ObjectMeta>> Objects = HelmChart.WithSecrets().Objects();
    private static readonly List<Pod> Pods = Pod.All(Objects);

    public static TheoryData<string> Templates() => new(HelmChart.Templates);

    public static TheoryData<string> Components() => new(Pods.Select(pod => pod.Component));

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_api_of_kubernetes_knows_all_of_it(string template) =>
        Assert.False(string.IsNullOrEmpty(Assert.Single(HelmChart.WithSecrets().Read(template)).Metadata.Name));

    [Fact]
    public void Each_part_of_the_app_is_there() =>
        Assert.Equal(["api", "cache", "gateway", "messaging", "migrations", "postgres", "worker"], Pods.Select(pod => pod.Component).Order());

    [Theory]
    [MemberData(nameof(Components))]
    public void Its_image_has_an_exact_tag(string component) => Assert.True(Image.HasExactTag(Of(component).Container.Image), Of(component).Container.Image);

    [Theory]
    [MemberData(nameof(Components))]
    public void It_is_restricted(string component)
    {
        var (pod, container) = (Of(component).Spec, Of(component).Container.SecurityContext);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.NotEqual(0, pod.SecurityContext.RunAsUser);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.False(container.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.Capabilities.Drop);

        // Only RabbitMQ writes into its own program folder.
        Assert.Equal(component != "messaging", container.ReadOnlyRootFilesystem);
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void It_takes_no_more_than_its_share(string component)
    {
        var resources = Of(component).Container.Resources;
        foreach (var kind in new[] { "cpu", "memory" })
        {
            Assert.True(resources.Requests[kind].ToDecimal() <= resources.Limits[kind].ToDecimal(), kind);
            Assert.True(resources.Requests[kind].ToDecimal() > 0, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void Its_health_is_asked_for(string component)
    {
        var pod = Of(component);
        V1Probe?[] probes = [pod.Container.StartupProbe, pod.Container.ReadinessProbe, pod.Container.LivenessProbe];
        if (pod.Ends)
        {
            Assert.All(probes, Assert.Null);
            return;
        }

        Assert.All(probes, probe =>
        {
            Assert.NotNull(probe);
            Assert.True(probe.Exec is not null || probe.HttpGet.Scheme == "HTTP");
        });
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void What_it_refers_to_is_there(string component)
    {
        var pod = Of(component);
        Assert.All(pod.Container.EnvFrom ?? [], source => Assert.Contains(Objects, item => item is V1ConfigMap && item.Metadata.Name == source.ConfigMapRef?.Name));
        Assert.All(pod.Container.VolumeMounts, mount => Assert.Contains(pod.Spec.Volumes, volume => volume.Name == mount.Name));
        Assert.All(pod.Spec.Volumes.Where(volume => volume.PersistentVolumeClaim is not null), volume =>
            Assert.Contains(Objects.OfType<V1PersistentVolumeClaim>(), claim => claim.Metadata.Name == volume.PersistentVolumeClaim.ClaimName));
    }

    [Fact]
    public void A_service_finds_a_pod_that_listens() => Assert.All(Objects.OfType<V1Service>(), service =>
    {
        var pod = Assert.Single(Pods, pod => pod.Is(new V1LabelSelector { MatchLabels = service.Spec.Selector }));
        Assert.Equal(service.Spec.Ports.Select(port => port.TargetPort.Value), pod.Container.Ports.Select(port => port.ContainerPort.ToString(CultureInfo.InvariantCulture)));
    });

    [Fact]
    public void The_chart_has_the_names_of_the_secrets_and_no_secret()
    {
        var secrets = HelmChart.AsItComes().Values.Where(value => value.Key.StartsWith("secrets.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.Equal("", secret.Value));
        Assert.DoesNotContain(Objects.OfType<V1ConfigMap>().SelectMany(map => map.Data), entry =>
            entry.Value.Contains("a-secret", StringComparison.Ordinal) || (entry.Key.Contains("PASS", StringComparison.OrdinalIgnoreCase) && !entry.Key.EndsWith("_FILE", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_installed_with_an_empty_secret()
    {
        var chart = HelmChart.AsItComes();
        var secrets = HelmChart.Templates.Where(template => template.EndsWith("/secrets.yaml", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, secrets.Count);
        Assert.All(secrets, template => Assert.EndsWith(" is not set", Assert.Throws<InvalidOperationException>(() => chart.Render(template)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_migrations_run_before_an_upgrade_and_after_the_first_install()
    {
        var job = Assert.Single(Objects.OfType<V1Job>());
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy);
        var settings = Objects.Where(item => item is V1ConfigMap or V1Secret && item.Metadata.Labels["app.kubernetes.io/component"] == "migrations").ToList();
        Assert.Equal(2, settings.Count);
        Assert.All(settings.Append(job), item => Assert.Equal("post-install,pre-upgrade", item.Metadata.Annotations["helm.sh/hook"]));
        Assert.All(settings, item => Assert.True(Weight(item) < Weight(job)));

        static int Weight(k8s.IKubernetesObject<V1ObjectMeta> item) => int.Parse(item.Metadata.Annotations["helm.sh/hook-weight"], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_run_of_the_migrations_that_fails_for_good_ends_and_says_why()
    {
        var job = Assert.Single(Objects.OfType<V1Job>());
        Assert.InRange(job.Spec.BackoffLimit!.Value, 1, 5);
        Assert.Equal("FallbackToLogsOnError", Of("migrations").Container.TerminationMessagePolicy);
        Assert.Equal("hook-failed", job.Metadata.Annotations["helm.sh/hook-output-log-policy"]);

        // Helm keeps it until the next upgrade.
        Assert.Equal("before-hook-creation", job.Metadata.Annotations["helm.sh/hook-delete-policy"]);
    }

    [Theory]
    [InlineData("api", "ConnectionStrings__appdb", "ConnectionStrings__cache", "ConnectionStrings__messaging", "HighTraffic__ApiKey")]
    [InlineData("worker", "ConnectionStrings__appdb", "ConnectionStrings__cache", "ConnectionStrings__messaging")]
    [InlineData("migrations", "ConnectionStrings__appdb")]
    [InlineData("postgres", "POSTGRES_PASSWORD")]
    [InlineData("cache", "REDIS_PASSWORD")]
    [InlineData("messaging", "RABBITMQ_DEFAULT_PASS")]
    public void Its_secrets_are_files_that_only_its_group_reads(string component, params string[] files)
    {
        var pod = Of(component);
        var volume = Assert.Single(pod.Spec.Volumes, volume => volume.Secret is not null);
        Assert.Equal(Convert.ToInt32("440", 8), volume.Secret.DefaultMode);
        var mount = Assert.Single(pod.Container.VolumeMounts, mount => mount.Name == volume.Name);
        Assert.Equal(("/run/secrets", true), (mount.MountPath, mount.ReadOnlyProperty));
        var secret = Assert.Single(Objects.OfType<V1Secret>(), secret => secret.Metadata.Name == volume.Secret.SecretName);
        Assert.Equal(files, secret.StringData.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stopping_may_take_as_long_as_on_azure()
    {
        foreach (var app in new[] { "api", "worker" })
        {
            var azure = long.Parse((string)ContainerApp.Read(app).Template["terminationGracePeriodSeconds"], CultureInfo.InvariantCulture);
            Assert.Equal(azure, Of(app).Spec.TerminationGracePeriodSeconds);
        }
    }

    internal static Pod Of(string component) => Pods.Single(pod => pod.Component == component);
}
