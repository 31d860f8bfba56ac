using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace HighTraffic.AppHost;

/// <summary>Mounts secrets as files, and makes Helm reject empty ones: the chart's values contain only their names.</summary>
internal static partial class KubernetesSecrets
{
    // The files belong to root and to the group of the pod (fsGroup).
    private const UnixFileMode GroupCanRead = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    /// <summary>Makes each secret value in a template required.</summary>
    public static void Require(KubernetesResource kubernetes)
    {
        if (kubernetes.Secret is not { } secret)
        {
            return;
        }

        foreach (var (key, template) in secret.StringData.ToList())
        {
            secret.StringData[key] = SecretValue().Replace(template, "{{ required `$1 is not set` .Values.$1 }}");
        }
    }

    /// <summary>Mounts the secret as files instead of passing it as variables.</summary>
    public static void Mount(KubernetesResource kubernetes)
    {
        if (kubernetes.Secret is not { } secret)
        {
            return;
        }

        const string Volume = "secrets";
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        var container = pod.Containers.Single();
        container.EnvFrom.RemoveAll(source => source.SecretRef?.Name == secret.Metadata.Name);
        container.VolumeMounts.Add(new VolumeMountV1 { Name = Volume, MountPath = SecretFiles.Folder, ReadOnly = true });
        pod.Volumes.Add(new VolumeV1 { Name = Volume, Secret = new SecretVolumeSourceV1 { SecretName = secret.Metadata.Name, DefaultMode = (int)GroupCanRead } });
    }

    [GeneratedRegex(@"\{\{ \.Values\.(secrets\.\w+\.\w+) \}\}", RegexOptions.CultureInvariant)]
    private static partial Regex SecretValue();
}
