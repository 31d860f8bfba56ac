using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Aspire.Hosting.Servers;

namespace Aspire.Hosting.Tests;

public sealed class PostgresProgramTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly Guardian _guardian;
    private readonly ProcessLauncher _launcher;

    public PostgresProgramTests()
    {
        _guardian = new Guardian(_folder);
        _launcher = new ProcessLauncher(_guardian);
    }

    [Fact]
    public async Task AClusterThatABrokenOffStartLeftIncompleteIsMadeAnew()
    {
        var launch = Launch();
        var incomplete = Directory.CreateDirectory(Path.Combine(launch.DataFolder, "cluster.new")).FullName;
        File.WriteAllText(Path.Combine(incomplete, "PG_VERSION"), "15");

        await new PostgresProgram().PrepareAsync(launch, CancellationToken.None);
        Assert.False(Directory.Exists(incomplete));
        Assert.True(File.Exists(Path.Combine(launch.DataFolder, "cluster", "global", "pg_control")));
    }

    [Fact]
    public async Task AClusterThatCannotBeMadeIsToldWithTheReason()
    {
        var launch = Launch();
        var refused = new Dictionary<string, string>(launch.Environment) { ["POSTGRES_INITDB_ARGS"] = "--auth-host=nonsense" };
        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => new PostgresProgram().PrepareAsync(launch with { Environment = refused }, CancellationToken.None));
        Assert.Contains("nonsense", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(launch.DataFolder, "cluster")));
    }

    public void Dispose()
    {
        _launcher.Dispose();
        _guardian.Dispose();
    }

    private ServerLaunch Launch() => new(
        new ContainerResource("postgres"),
        _folder.Of("postgres"),
        Volume: null,
        new Dictionary<string, string> { ["POSTGRES_USER"] = "postgres", ["POSTGRES_PASSWORD"] = "secret", ["POSTGRES_INITDB_ARGS"] = "" },
        Arguments: [],
        _ => 0,
        _launcher.RunAsync);
}
