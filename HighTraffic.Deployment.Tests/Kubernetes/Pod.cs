using k8s;
using k8s.Models;

namespace HighTraffic.Deployment.Tests.Kubernetes;

/// <summary>A pod of the chart, whatever creates it.</summary>
internal sealed record Pod(string Component, V1PodTemplateSpec Template, bool Ends)
{
    public V1PodSpec Spec => Template.Spec;

    public V1Container Container => Assert.Single(Spec.Containers);

    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    public static List<Pod> All(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects) => [.. objects.Select(Of).OfType<Pod>()];

    /// <summary>Whether a selector matches it.</summary>
    public bool Is(V1LabelSelector selector) => selector.MatchLabels.All(label => Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static Pod? Of(IKubernetesObject<V1ObjectMeta> item) => item switch
    {
        V1Deployment deployment => Of(deployment, deployment.Spec.Template, ends: false),
        V1StatefulSet set => Of(set, set.Spec.Template, ends: false),
        V1Job job => Of(job, job.Spec.Template, ends: true),
        _ => null,
    };

    private static Pod Of(IKubernetesObject<V1ObjectMeta> owner, V1PodTemplateSpec template, bool ends) =>
        new(owner.Metadata.Labels["app.kubernetes.io/component"], template, ends);
}
