using System.Globalization;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Puts a profile into the words of Kubernetes.</summary>
internal static class KubernetesPod
{
    // How long the cluster takes at most to learn that a pod is going.
    private const int UnawareSeconds = 5;

    /// <summary>Asks for no more than the pod needs: what the "restricted" policy demands, and a read-only file system where the image bears it.</summary>
    public static void Harden(KubernetesResource kubernetes, ContainerProfile profile)
    {
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.TerminationGracePeriodSeconds = profile.StopSeconds;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = profile.User,
            RunAsGroup = profile.User,
            FsGroup = profile.User,

            // Otherwise each start would open the cookie of RabbitMQ and the data of PostgreSQL to the group, which both refuse.
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };

        var container = Container(kubernetes);
        container.SecurityContext = new SecurityContextV1
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = profile.HasReadOnlyRoot,
            Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
        };
        container.Resources = new ResourceRequirementsV1
        {
            Requests = { ["cpu"] = $"{profile.Processor.Request}m", ["memory"] = $"{profile.Memory.Request}Mi" },
            Limits = { ["cpu"] = $"{profile.Processor.Limit}m", ["memory"] = $"{profile.Memory.Limit}Mi" },
        };
        foreach (var (path, size) in profile.Scratch)
        {
            var name = path.Trim('/').Replace('/', '-');
            pod.Volumes.Add(new VolumeV1 { Name = name, EmptyDir = new EmptyDirVolumeSourceV1 { Medium = path == "/dev/shm" ? "Memory" : null, SizeLimit = $"{size}Mi" } });
            container.VolumeMounts.Add(new VolumeMountV1 { Name = name, MountPath = path });
        }
    }

    /// <summary>Adds the probes.</summary>
    public static void Watch(KubernetesResource kubernetes, ContainerProfile profile)
    {
        if (profile.Health is not { } health)
        {
            return;
        }

        var container = Container(kubernetes);

        // Until it has started the other two wait: a minute and a half, but ten minutes for a server, which may have to recover its data.
        container.StartupProbe = Probe(health, live: true);
        container.StartupProbe.PeriodSeconds = health is HttpCheck ? 3 : 10;
        container.StartupProbe.FailureThreshold = health is HttpCheck ? 30 : 60;

        container.ReadinessProbe = Probe(health, live: false);
        container.ReadinessProbe.PeriodSeconds = health is HttpCheck ? 2 : 10;
        container.ReadinessProbe.FailureThreshold = 2;

        // Slow to kill: a process that is only busy would come back busier.
        container.LivenessProbe = Probe(health, live: true);
        container.LivenessProbe.PeriodSeconds = health is HttpCheck ? 10 : 30;
        container.LivenessProbe.FailureThreshold = 6;
    }

    /// <summary>Gives an image of our own the version of the chart, where nobody has named another: the publisher says <c>latest</c>.</summary>
    public static void TagImage(KubernetesResource kubernetes)
    {
        var container = Container(kubernetes);
        if (container.Image is ['{', '{', .. var value, '}', '}'])
        {
            // Raw strings of Go, since the whole is quoted in YAML.
            container.Image = $"{{{{ {value.Trim()} | replace `:latest` (printf `:%s` .Chart.AppVersion) }}}}";
        }
    }

    /// <summary>Lets the cluster learn that the pod is going before it closes its port, which the image does at once.</summary>
    public static void DrainBeforeStop(KubernetesResource kubernetes)
    {
        var pause = new ExecActionV1 { Command = { "sleep", UnawareSeconds.ToString(CultureInfo.InvariantCulture) } };
        Container(kubernetes).Lifecycle = new LifecycleV1 { PreStop = new LifecycleHandlerV1 { Exec = pause, Sleep = null!, HttpGet = null!, TcpSocket = null! } };
    }

    private static ContainerV1 Container(KubernetesResource kubernetes) => kubernetes.Workload!.PodTemplate.Spec.Containers.Single();

    private static ProbeV1 Probe(HealthCheck health, bool live)
    {
        var probe = new ProbeV1 { TimeoutSeconds = health is HttpCheck ? 5 : 10 };
        switch (health)
        {
            case HttpCheck http:
                probe.HttpGet = new HttpGetActionV1 { Path = live ? http.Live : http.Ready, Port = http.Port, Scheme = "HTTP" };
                break;
            case CommandCheck command:
                probe.Exec = new ExecActionV1();
                probe.Exec.Command.AddRange(command.Words);
                break;
        }

        return probe;
    }
}
