namespace HighTraffic.AppHost;

/// <summary>Adds what only a published app has.</summary>
internal static class DeploymentExtensions
{
    /// <summary>Adds what the deployment target needs to the app model.</summary>
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

    /// <summary>Finds a resource in the app model, to configure it further.</summary>
    public static IResourceBuilder<T> Resource<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource =>
        builder.CreateResourceBuilder(builder.Resources.OfType<T>().Single(resource => resource.Name == name));
}
