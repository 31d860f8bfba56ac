using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;

namespace Aspire.Hosting.Servers;

/// <summary>Runs <c>rabbitmq-server</c>, and beside it the Erlang port mapper, which RabbitMQ would otherwise leave behind as a daemon.</summary>
internal sealed class RabbitMqProgram : ServerProgram
{
    private const string ErlangArguments = "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS";

    private readonly int _mapperPort = Ports.Free();
    private readonly int _distributionPort = Ports.Free();

    public override void EnsureInstalled()
    {
        FindServer();
        FindMapper();
    }

    public override Task<IReadOnlyList<ProcessSpec>> PrepareAsync(ServerLaunch launch, CancellationToken cancellationToken)
    {
        var home = Directory.CreateDirectory(Path.Combine(launch.Folder, "home")).FullName;
        Directory.CreateDirectory(launch.DataFolder);
        var management = launch.Resource.TryGetLastAnnotation<ManagementPluginAnnotation>(out _);
        var configuration = Path.Combine(launch.Folder, "rabbitmq.conf");
        WriteSecret(configuration, Configuration(launch, management));
        var plugins = Path.Combine(launch.Folder, "enabled_plugins");
        File.WriteAllText(plugins, management ? "[rabbitmq_management].\n" : "[].\n");
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(launch.Folder, "rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
            ["RABBITMQ_NODENAME"] = $"{launch.Resource.Name}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = Ports.Loopback,
            ["RABBITMQ_NODE_PORT"] = Text(launch.PortOf("tcp")),
            ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
            ["RABBITMQ_MNESIA_BASE"] = launch.DataFolder,
            ["RABBITMQ_LOG_BASE"] = launch.Folder,
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = Path.Combine(launch.Folder, "pid"),
            [ErlangArguments] = $"-kernel inet_dist_use_interface {{127,0,0,1}} {launch.Environment.GetValueOrDefault(ErlangArguments)}",
            ["ERL_EPMD_PORT"] = Text(_mapperPort),
            ["ERL_EPMD_ADDRESS"] = Ports.Loopback,
            ["ERL_CRASH_DUMP"] = Path.Combine(launch.Folder, "erl_crash.dump"),

            // Makes the script exec the server, so that its process id and exit code are the server's own.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };
        return Task.FromResult<IReadOnlyList<ProcessSpec>>(
        [
            new ProcessSpec
            {
                FileName = FindMapper(),
                Arguments = ["-port", Text(_mapperPort), "-address", Ports.Loopback],
                WorkingDirectory = launch.Folder,
                Environment = new Dictionary<string, string>(),
            },
            new ProcessSpec
            {
                FileName = FindServer(),
                Arguments = launch.Arguments,
                WorkingDirectory = launch.Folder,
                Environment = environment,
            },
        ]);
    }

    private static string Configuration(ServerLaunch launch, bool management) => $"""
        default_user = {launch.Environment["RABBITMQ_DEFAULT_USER"]}
        default_pass = {launch.Environment["RABBITMQ_DEFAULT_PASS"]}
        log.console = true
        log.console.level = warning
        log.file = false
        {(management ? $"management.tcp.ip = {Ports.Loopback}\nmanagement.tcp.port = {launch.PortOf("management")}" : "")}

        """;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The one in /usr/sbin changes the user and redirects the output.
    private static string FindServer() => Require("rabbitmq-server", "rabbitmq-server", "/usr/lib/rabbitmq/bin");

    private static string FindMapper() => Require("epmd", "erlang-base");
}
