using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds resources that have been added to an app.</summary>
public static class DistributedApplicationBuilderExtensions
{
    /// <summary>Gives a builder for a resource that has been added, so that it can be changed.</summary>
    /// <typeparam name="T">The kind of the resource.</typeparam>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">There is no resource of this name, or it is of another kind.</exception>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource =>
        builder.Resources.SingleOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            T resource => builder.CreateResourceBuilder(resource),
            null => throw new InvalidOperationException($"Resource with name '{name}' was not found."),
            var other => throw new InvalidOperationException($"Resource with name '{name}' is a {other.GetType().Name} and not a {typeof(T).Name}."),
        };
}
