using System.Globalization;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Servers;

/// <summary>Runs <c>postgres</c>, as the user of that name if this process is root's, which PostgreSQL refuses to run as.</summary>
internal sealed class PostgresProgram : ServerProgram
{
    private const string User = "postgres";

    public override void EnsureInstalled() => Find("postgres");

    public override async Task<IReadOnlyList<ProcessSpec>> PrepareAsync(ServerLaunch launch, CancellationToken cancellationToken)
    {
        var cluster = Path.Combine(launch.DataFolder, "cluster");
        if (!File.Exists(Path.Combine(cluster, "PG_VERSION")))
        {
            await InitializeAsync(launch, cluster, cancellationToken);
        }

        var arguments = new List<string>
        {
            "-D", cluster,
            "-c", $"listen_addresses={Ports.Loopback}",
            "-c", string.Create(CultureInfo.InvariantCulture, $"port={launch.PortOf("tcp")}"),
            "-c", "unix_socket_directories=",
        };
        if (launch.Volume is null)
        {
            // Data that goes with the run needs no protection from a power cut.
            arguments.AddRange(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }

        return
        [
            new ProcessSpec
            {
                FileName = Find("postgres"),
                Arguments = [.. arguments, .. launch.Arguments],
                WorkingDirectory = launch.DataFolder,
                Environment = new Dictionary<string, string>(),
                User = Environment.IsPrivilegedProcess ? User : null,

                // SIGTERM would wait for the clients to go (https://www.postgresql.org/docs/15/server-shutdown.html).
                StopSignal = Signal.Interrupt,
                ParentDeathSignal = Signal.Interrupt,
            },
        ];
    }

    private static async Task InitializeAsync(ServerLaunch launch, string cluster, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(launch.DataFolder);

        // It becomes the cluster when it is complete: one that a start broken off left behind would never come up.
        var incomplete = cluster + ".new";
        if (Directory.Exists(incomplete))
        {
            Directory.Delete(incomplete, recursive: true);
        }

        var passwordFile = Path.Combine(launch.Folder, "password");
        WriteSecret(passwordFile, launch.Environment["POSTGRES_PASSWORD"]);
        string[] owned = Environment.IsPrivilegedProcess ? ["-o", User] : [];
        await launch.RunAsync(Step(null, "install", ["-d", .. owned, "-m", "700", incomplete]), cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            await launch.RunAsync(Step(null, "chown", [User, passwordFile]), cancellationToken);
        }

        string[] durability = launch.Volume is null ? ["--no-sync"] : [];
        string[] arguments =
        [
            "-D", incomplete, "-U", launch.Environment["POSTGRES_USER"], "--pwfile", passwordFile,
            "-E", "UTF8", "--locale=C.UTF-8", .. durability,
            .. launch.Environment["POSTGRES_INITDB_ARGS"].Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];
        await launch.RunAsync(Step(Environment.IsPrivilegedProcess ? User : null, Find("initdb"), arguments), cancellationToken);
        Directory.Move(incomplete, cluster);
        File.Delete(passwordFile);
    }

    private static ProcessSpec Step(string? user, string program, IReadOnlyList<string> arguments) => new()
    {
        FileName = program,
        Arguments = arguments,
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string>(),
        User = user,
    };

    private static string Find(string program) => Require(
        program,
        "postgresql",
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : []);
}
