namespace HighTraffic.Deployment.Tests.Published;

/// <summary>A test that publishes, skipped where the app was built for an engine that cannot.</summary>
internal sealed class PublisherTheoryAttribute : TheoryAttribute
{
    public PublisherTheoryAttribute()
    {
        if (!AppHost.Publishes)
        {
            Skip = "The AppHost was built for the native engine; publishing is the Aspire engine's.";
        }
    }
}
