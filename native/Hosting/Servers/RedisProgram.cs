using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Servers;

/// <summary>Runs <c>redis-server</c>. Its data goes with the run, as that of a container without a volume.</summary>
internal sealed class RedisProgram : ServerProgram
{
    public override void EnsureInstalled() => Find();

    public override Task<IReadOnlyList<ProcessSpec>> PrepareAsync(ServerLaunch launch, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(launch.DataFolder);
        var configuration = Path.Combine(launch.Folder, "redis.conf");

        // In a file, since every user of the machine can read a command line.
        WriteSecret(configuration, $"""
            bind {Ports.Loopback}
            port {launch.PortOf("tcp")}
            dir {launch.DataFolder}
            requirepass {launch.Environment["REDIS_PASSWORD"]}
            save ""

            """);
        return Task.FromResult<IReadOnlyList<ProcessSpec>>(
        [
            new ProcessSpec
            {
                FileName = Find(),
                Arguments = [configuration, .. launch.Arguments],
                WorkingDirectory = launch.DataFolder,
                Environment = new Dictionary<string, string>(),
            },
        ]);
    }

    private static string Find() => Require("redis-server", "redis-server");
}
