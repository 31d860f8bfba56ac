using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Declares servers by their images.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>
    /// Adds a server by a Dockerfile. The native engine reads its <c>FROM</c>, <c>ENV</c> and <c>COPY</c> lines, and runs the
    /// program that the base image packages with them.
    /// </summary>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="contextPath">The folder that <c>COPY</c> copies from, relative to the AppHost's.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to that folder.</param>
    /// <returns>The server.</returns>
    public static IResourceBuilder<ContainerResource> AddDockerfile(
        this IDistributedApplicationBuilder builder, string name, string contextPath, string? dockerfilePath = null)
    {
        var context = Path.GetFullPath(contextPath, builder.AppHostDirectory);
        var dockerfile = Path.GetFullPath(dockerfilePath ?? "Dockerfile", context);
        return builder.AddResource(new ContainerResource(name)).WithAnnotation(new DockerfileAnnotation(context, dockerfile));
    }
}
