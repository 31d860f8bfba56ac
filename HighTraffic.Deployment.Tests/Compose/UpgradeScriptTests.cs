using System.Diagnostics;
using System.Globalization;

namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>Tests eng/upgrade-compose.sh with a stand-in for Docker that tracks running containers and records its arguments.</summary>
public sealed class UpgradeScriptTests : IDisposable
{
    private const string Docker = """
        #!/usr/bin/env bash
        cd "${0%/*}"
        running() { wc -l <running; }
        case "$*" in
          *" ps --quiet api") cat running ;;
          *" run --rm --no-deps migrations") echo migrate >>log; exit "$MIGRATIONS" ;;
          *" --no-recreate --scale api="*)
            words=$*
            count=${words##*api=}
            while (($(running) < ${count% api})); do echo "new-$(date +%N)" >>running; done
            echo "up $(running)" >>log
            exit "$HEALTH" ;;
          "stop "*) sed -i "/^$2\$/d" running; echo "stop $2, $(running) left" >>log ;;
          "rm "*) echo "remove $2" >>log ;;
          *" up --detach --wait") echo "up all" >>log ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("docker-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ShellTheory]
    [InlineData("old-1 old-2", 0, 0, 0, "migrate|up 3|stop old-1, 2 left|remove old-1|up 3|stop old-2, 2 left|remove old-2|up all")]
    [InlineData("old-1 old-2", 1, 0, 1, "migrate")]
    [InlineData("old-1 old-2", 0, 1, 1, "migrate|up 3")]
    [InlineData("", 0, 0, 0, "up all")]
    public async Task There_are_never_fewer_replicas_than_before(string running, int migrations, int health, int exitCode, string told)
    {
        await File.WriteAllTextAsync(PathOf("docker"), Docker.ReplaceLineEndings("\n"));
        await File.WriteAllLinesAsync(PathOf("running"), running.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var chmod = Process.Start("chmod", ["+x", PathOf("docker")]);
        await chmod.WaitForExitAsync();

        var start = new ProcessStartInfo(Repository.PathOf("eng", "upgrade-compose.sh"), ["deploy"]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.FullName}:{start.Environment["PATH"]}";
        start.Environment["MIGRATIONS"] = migrations.ToString(CultureInfo.InvariantCulture);
        start.Environment["HEALTH"] = health.ToString(CultureInfo.InvariantCulture);
        using var script = Process.Start(start)!;
        var error = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.Equal((exitCode, told), (script.ExitCode, string.Join('|', await File.ReadAllLinesAsync(PathOf("log")))));
        Assert.Equal(exitCode != 0, error.Length > 0);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
