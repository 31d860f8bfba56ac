using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the distributed application.</summary>
public interface IResource
{
    /// <summary>The name, unique in the app model.</summary>
    string Name { get; }

    /// <summary>What was declared about the resource.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>Something declared about a resource.</summary>
public interface IResourceAnnotation;

/// <summary>What was declared about a resource, in the order of declaration.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

/// <summary>The base of all resources.</summary>
/// <param name="name">The name, unique in the app model.</param>
public abstract class Resource(string name) : IResource
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public ResourceAnnotationCollection Annotations { get; } = [];
}

/// <summary>Reads the annotations of a resource.</summary>
public static class ResourceExtensions
{
    /// <summary>Finds the annotation of a type that was declared last, which is the one that counts.</summary>
    /// <typeparam name="T">The type of the annotation.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <param name="annotation">The annotation found.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGetLastAnnotation<T>(this IResource resource, [NotNullWhen(true)] out T? annotation) where T : IResourceAnnotation
    {
        annotation = resource.Annotations.OfType<T>().LastOrDefault();
        return annotation is not null;
    }

    /// <summary>Reads how many processes a resource gets.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The number, 1 unless it was declared.</returns>
    public static int GetReplicaCount(this IResource resource) =>
        resource.TryGetLastAnnotation<ReplicaAnnotation>(out var annotation) ? annotation.Replicas : 1;
}
