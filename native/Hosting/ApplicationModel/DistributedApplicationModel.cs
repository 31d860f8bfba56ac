namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of the app.</summary>
/// <param name="resources">The resources, in the order of declaration.</param>
public sealed class DistributedApplicationModel(IEnumerable<IResource> resources)
{
    /// <summary>The resources, in the order of declaration.</summary>
    public IReadOnlyList<IResource> Resources { get; } = [.. resources];
}
