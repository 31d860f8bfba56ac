namespace HighTraffic.Deployment.Tests.Published;

/// <summary>
/// What the app model publishes, against what was looked at and committed. After a change that is meant:
/// <c>NuGetOrg=true UPDATE_SNAPSHOTS=1 dotnet test</c>, and a look at the difference.
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
