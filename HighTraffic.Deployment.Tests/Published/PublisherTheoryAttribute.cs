namespace HighTraffic.Deployment.Tests.Published;

/// <summary>A test that publishes, skipped if the AppHost was built without the publishers.</summary>
internal sealed class PublisherTheoryAttribute : TheoryAttribute
{
    public PublisherTheoryAttribute()
    {
        if (!AppHost.Publishes)
        {
            Skip = "The AppHost was built without the publishers of nuget.org (NuGetOrg in Directory.Build.props).";
        }
    }
}
