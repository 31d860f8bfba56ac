namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server given by its image. The native engine runs the program that the image packages.</summary>
/// <param name="name">The name, unique in the app model.</param>
public class ContainerResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport;
