using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Faults;

/// <summary>What an AppHost leaves behind when it ends; each test runs one of its own, beside the shared app.</summary>
[Collection(SharedApp.Name)]
public sealed class AppHostProcessTests(RunningApp app)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "HighTraffic.AppHost");

    [Fact]
    public async Task Killed_it_leaves_no_process_and_no_folder()
    {
        Assert.NotNull(app.Address);
        using var host = await StartAsync();
        var children = Descendants(host.Id);
        var folders = Folders(children);
        Assert.NotEmpty(children);
        Assert.NotEmpty(folders);
        host.Kill();
        await Eventually.GetAsync(() => Task.FromResult(children.Count(IsAlive)), alive => alive == 0);
        await Eventually.GetAsync(() => Task.FromResult(folders.Count(Directory.Exists)), left => left == 0);
    }

    [Fact]
    public async Task Terminated_it_ends_with_zero_and_leaves_nothing()
    {
        using var host = await StartAsync();
        var children = Descendants(host.Id);
        var folders = Folders(children);
        using (var kill = Process.Start("kill", ["-TERM", $"{host.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await host.WaitForExitAsync(limit.Token);
        Assert.Equal(0, host.ExitCode);
        Assert.DoesNotContain(children, IsAlive);
        Assert.DoesNotContain(folders, Directory.Exists);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_with_its_remedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var host = Process.Start(Start($"--HighTraffic:Port={port}"))!;
        var error = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.NotEqual(0, host.ExitCode);
        Assert.Contains($"Port {port} is taken", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("HighTraffic:Port", "x")]
    [InlineData("HighTraffic:Port", "65536")]
    [InlineData("HighTraffic:Api:Replicas", "0")]
    [InlineData("HighTraffic:KeepData", "maybe")]
    [InlineData("HighTraffic:Prot", "9090")]
    [InlineData("HighTraffic:Cache:Enabled", "false")]
    public async Task A_bad_setting_is_one_sentence_that_names_it(string key, string value)
    {
        using var host = Process.Start(Start("--HighTraffic:Port=0", $"--{key}={value}"))!;
        var error = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.NotEqual(0, host.ExitCode);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static async Task<Process> StartAsync()
    {
        var host = Process.Start(Start("--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Seed:Products=10", "--HighTraffic:Seed:Users=10"))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("API key", StringComparison.Ordinal))
            {
                // The pipe has to be read on, or the AppHost would wait for it.
                _ = host.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _ = host.StandardError.ReadToEndAsync(CancellationToken.None);
                return host;
            }
        }

        Assert.Fail($"The AppHost ended before it was healthy: {await host.StandardError.ReadToEndAsync(limit.Token)}");
        return host;
    }

    private static ProcessStartInfo Start(params string[] arguments) =>
        new(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private static int[] Descendants(int parent)
    {
        var children = Processes().Where(process => Stat(process) is { } stat && stat.Parent == parent).ToArray();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    private static string[] Folders(int[] processes) =>
        [.. processes.Select(WorkingDirectory).OfType<string>().Where(folder => folder.Contains("aspire-native-", StringComparison.Ordinal)).Distinct()];

    private static IEnumerable<int> Processes() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0).Where(id => id > 0);

    private static bool IsAlive(int process) => Stat(process) is { State: not 'Z' };

    private static string? WorkingDirectory(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // proc_pid_stat(5): the name is in parentheses and may hold anything; state and parent follow it.
    private static (char State, int Parent)? Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
