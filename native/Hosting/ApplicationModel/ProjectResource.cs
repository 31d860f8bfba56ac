namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project, run as a process for each replica.</summary>
/// <param name="name">The name, unique in the app model.</param>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;
