namespace HighTraffic.AppHost;

/// <summary>Describes what only a published app has. Only Aspire publishes, so Deployment/ is compiled by its engine alone.</summary>
internal static partial class DeploymentExtensions
{
    /// <summary>Adds to the app model what its deployment target needs.</summary>
    public static void AddDeployment(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            Describe(builder, settings);
        }
    }

    static partial void Describe(IDistributedApplicationBuilder builder, AppSettings settings);
}
