using System.Globalization;
using Aspire.Hosting.Engine;
using CliWrap;
using CliWrap.Buffered;

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
        var passwordFile = Path.Combine(launch.Folder, "password");
        WriteSecret(passwordFile, launch.Environment["POSTGRES_PASSWORD"]);
        string[] owned = Environment.IsPrivilegedProcess ? ["-o", User] : [];
        await Run("install", ["-d", .. owned, "-m", "700", cluster], cancellationToken);
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            await Run("chown", [User, passwordFile], cancellationToken);
            asUser = ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"];
        }

        string[] durability = launch.Volume is null ? ["--no-sync"] : [];
        string[] initdb =
        [
            .. asUser, Find("initdb"), "-D", cluster, "-U", launch.Environment["POSTGRES_USER"], "--pwfile", passwordFile,
            "-E", "UTF8", "--locale=C.UTF-8", .. durability,
            .. launch.Environment["POSTGRES_INITDB_ARGS"].Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];
        await Run(initdb[0], initdb[1..], cancellationToken);
        File.Delete(passwordFile);
    }

    private static async Task Run(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory("/")
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new DistributedApplicationException($"{program} failed: {result.StandardError.Trim()}");
        }
    }

    private static string Find(string program) => Require(
        program,
        "postgresql",
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : []);
}
