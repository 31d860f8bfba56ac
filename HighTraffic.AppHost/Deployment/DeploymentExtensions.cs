namespace HighTraffic.AppHost;

/// <summary>Describes what only a published app has.</summary>
internal static class DeploymentExtensions
{
    /// <summary>Adds to the app model what its deployment target needs.</summary>
    public static void AddDeployment(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        Containers.PinImages(builder);
        switch (settings.Target)
        {
            case DeploymentTarget.Azure:
                AzureDeployment.Describe(builder, settings);
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
