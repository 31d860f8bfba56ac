using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;

namespace HighTraffic.AppHost;

/// <summary>Keeps Helm from installing with an empty secret: the chart's values have the names only.</summary>
internal static partial class KubernetesSecrets
{
    /// <summary>Makes each secret value that a template takes a required one.</summary>
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

    [GeneratedRegex(@"\{\{ \.Values\.(secrets\.\w+\.\w+) \}\}", RegexOptions.CultureInvariant)]
    private static partial Regex SecretValue();
}
