namespace HighTraffic.AppHost;

/// <content>What each target needs.</content>
internal static partial class DeploymentExtensions
{
    static partial void Describe(IDistributedApplicationBuilder builder, AppSettings settings)
    {
        Containers.PinImages(builder);
        switch (settings.Target)
        {
            case DeploymentTarget.Azure:
                AzureDeployment.Describe(builder);
                break;
            case DeploymentTarget.Compose:
                ComposeDeployment.Describe(builder, settings);
                break;
            case DeploymentTarget.Kubernetes:
                KubernetesDeployment.Describe(builder, settings);
                break;
        }
    }

    /// <summary>Finds a resource of the app model, to add to what it declares.</summary>
    public static IResourceBuilder<T> Resource<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource =>
        builder.CreateResourceBuilder(builder.Resources.OfType<T>().Single(resource => resource.Name == name));
}
