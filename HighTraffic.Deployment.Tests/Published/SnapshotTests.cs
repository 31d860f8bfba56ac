namespace HighTraffic.Deployment.Tests.Published;

/// <summary>
/// Compares what the app model publishes with the reviewed and committed files. After an intended change, run
/// <c>NuGetOrg=true UPDATE_SNAPSHOTS=1 dotnet test</c> and review the difference.
/// </summary>
public sealed class SnapshotTests
{
    [PublisherTheory]
    [InlineData("Azure")]
    [InlineData("Compose")]
    [InlineData("Kubernetes")]
    public async Task What_is_published_was_approved(string target)
    {
        var published = await AppHost.PublishAsync(target);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Snapshot.Approve(target, published);
        }

        var (expected, actual) = (Snapshot.Files(Snapshot.Of(target)), Snapshot.Files(published));
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (path, content) in expected)
        {
            Assert.Equal(content, actual[path]);
        }
    }
}
