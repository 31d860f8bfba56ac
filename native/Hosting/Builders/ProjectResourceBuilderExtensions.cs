using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>Declares .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project; the environment and the endpoints that it is to have are declared here, not in a launch profile.</summary>
    /// <typeparam name="TProject">The class that the build wrote for the project.</typeparam>
    /// <param name="builder">The app.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="launchProfileName">Has to be null: the native engine reads no launch profiles.</param>
    /// <returns>The project.</returns>
    /// <exception cref="DistributedApplicationException">A launch profile was named, or the build did not tell where the assembly is.</exception>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName) where TProject : IProjectMetadata, new()
    {
        if (launchProfileName is not null)
        {
            throw new DistributedApplicationException($"The native engine reads no launch profiles; add '{name}' with launchProfileName: null.");
        }

        var path = new TProject().ProjectPath;
        var output = typeof(TProject).Assembly.GetCustomAttributes(typeof(ProjectOutputAttribute), inherit: false)
            .Cast<ProjectOutputAttribute>().FirstOrDefault(output => output.ProjectPath == path)
            ?? throw new DistributedApplicationException($"The build did not tell where the assembly of {path} is; build the AppHost again.");
        return builder.AddResource(new ProjectResource(name))
            .WithAnnotation(new ProjectAnnotation(path, output.AssemblyPath))
            .WithEnvironment(context => ProjectEnvironment.Add(context, builder.Configuration, builder.Environment, name));
    }

    /// <summary>Leaves it to the project whose forwarded headers it believes; ASP.NET Core would otherwise believe everybody's.</summary>
    /// <param name="builder">The project.</param>
    /// <returns>The project.</returns>
    public static IResourceBuilder<ProjectResource> DisableForwardedHeaders(this IResourceBuilder<ProjectResource> builder) =>
        builder.WithEnvironment("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "false");

    /// <summary>Runs several processes of a project. Each listens on a port of its own; a reference to an endpoint leads to the first.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">How many.</param>
    /// <returns>The project.</returns>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }
}
