using System.Diagnostics;
using System.Globalization;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>What <c>gateway.envsh</c> calculates for the templates, in the shells that source it: Bash, and that of the image.</summary>
public sealed class EnvironmentTests
{
    [NginxTheory]
    [InlineData("bash", 1_000)]
    [InlineData("sh", 1_000)]
    [InlineData("bash", 100_000)]
    public async Task A_worker_may_open_more_files_than_its_connections_take(string shell, int limit)
    {
        var file = Path.Combine(Repository.Project("AppHost"), "nginx", "gateway.envsh");
        var start = new ProcessStartInfo(shell, ["-c", $"set -eu; ulimit -n {limit} 2>/dev/null || true; . {file}; ulimit -Hn; echo $GATEWAY_FILES $GATEWAY_CONNECTIONS"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GATEWAY_CERTIFICATE"] = "";
        using var process = Process.Start(start)!;
        var (output, error) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)) && process.ExitCode == 0, error);
        var figures = output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        var (files, connections) = (int.Parse(figures[1], CultureInfo.InvariantCulture), int.Parse(figures[2], CultureInfo.InvariantCulture));
        Assert.True(figures[0] == "unlimited" || files <= int.Parse(figures[0], CultureInfo.InvariantCulture), output);
        Assert.InRange(connections, 1, (files - (files / 10)) / 2);

        // A message says so if there are fewer.
        Assert.Equal(connections < 16_384, error.Contains($"each worker accepts {connections} connections", StringComparison.Ordinal));
    }
}
