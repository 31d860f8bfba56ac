namespace HighTraffic.AppHost;

/// <summary>Stands in for Deployment/ where the packages that publish were not referenced (NuGetOrg in Directory.Build.props).</summary>
internal static class DeploymentExtensions
{
    /// <summary>Refuses to publish: what an app model without its deployment target gives would not run.</summary>
    public static void AddDeployment(this IDistributedApplicationBuilder builder, AppSettings settings)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            Refusal.End($"This build cannot publish for {settings.Target}: build it with -p:NuGetOrg=true, which needs packages of nuget.org.");
        }
    }
}
