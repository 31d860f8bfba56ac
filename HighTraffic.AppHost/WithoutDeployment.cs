namespace HighTraffic.AppHost;

/// <summary>Replaces Deployment/ if the packages for publishing are not referenced (NuGetOrg in Directory.Build.props).</summary>
internal static class DeploymentExtensions
{
    /// <summary>Refuses to publish: without its deployment target, the published app would not run.</summary>
    public static void AddDeployment(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            Refusal.End($"This build cannot publish for {settings.Target}: build it with -p:NuGetOrg=true, which needs packages of nuget.org.");
        }
    }
}
