using System.Globalization;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Translates a profile to Kubernetes.</summary>
internal static class KubernetesPod
{
    // How long the cluster may take to notice that a pod is stopping.
    private const int UnawareSeconds = 5;

    /// <summary>
    /// Restricts the pod to what it needs: it meets the "restricted" pod security standard, and has a read-only file system if the image allows
    /// it.
    /// </summary>
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

            // Otherwise each start would make RabbitMQ's cookie and PostgreSQL's data accessible to the group, which both servers reject.
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

        // The other probes wait for this one: up to a minute and a half, or ten minutes for a server, which may have to recover its data.
        container.StartupProbe = Probe(health, live: true);
        container.StartupProbe.PeriodSeconds = health is HttpCheck ? 3 : 10;
        container.StartupProbe.FailureThreshold = health is HttpCheck ? 30 : 60;

        container.ReadinessProbe = Probe(health, live: false);
        container.ReadinessProbe.PeriodSeconds = health is HttpCheck ? 2 : 10;
        container.ReadinessProbe.FailureThreshold = 2;

        // Slow to kill: restarting a busy process only makes the load worse.
        container.LivenessProbe = Probe(health, live: true);
        container.LivenessProbe.PeriodSeconds = health is HttpCheck ? 10 : 30;
        container.LivenessProbe.FailureThreshold = 6;
    }

    /// <summary>
    /// Tags our own images with the version of the chart unless the values name another tag. The publisher's default is <c>latest</c>.
    /// </summary>
    public static void TagImage(KubernetesResource kubernetes)
    {
        var container = Container(kubernetes);
        if (container.Image is ['{', '{', .. var value, '}', '}'])
        {
            // Raw Go strings, because the whole expression is quoted in YAML.
            container.Image = $"{{{{ {value.Trim()} | replace `:latest` (printf `:%s` .Chart.AppVersion) }}}}";
        }
    }

    /// <summary>Delays the stop until the cluster has noticed it: the image closes its port at once.</summary>
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
