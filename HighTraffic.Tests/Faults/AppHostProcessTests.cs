using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Faults;

/// <summary>What an AppHost leaves behind when it ends. Each test runs its own, beside the shared app.</summary>
[Collection(SharedApp.Name)]
public sealed class AppHostProcessTests(RunningApp app)
{
    // A variable that all processes of an AppHost inherit.
    private const string Mark = "APPHOST_TEST_RUN";
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "HighTraffic.AppHost");

    [Fact]
    public async Task Killed_it_leaves_no_process_and_no_folder()
    {
        Assert.NotNull(app.Address);
        var mark = Guid.NewGuid().ToString();
        using var host = await StartAsync(mark);
        var folders = Folders(mark);
        Assert.NotEmpty(folders);
        host.Kill();
        await NothingIsLeftAsync(mark, folders);
    }

    [Fact]
    public async Task Terminated_it_ends_with_zero_and_leaves_nothing()
    {
        var mark = Guid.NewGuid().ToString();
        using var host = await StartAsync(mark);
        var folders = Folders(mark);
        await LinuxProcess.SignalAsync("TERM", host.Id);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await host.WaitForExitAsync(limit.Token);
        Assert.Equal(0, host.ExitCode);
        await NothingIsLeftAsync(mark, folders);
    }

    [Fact]
    public async Task Terminated_during_the_start_it_ends_with_zero_and_no_stack_trace()
    {
        using var host = Process.Start(Start("--HighTraffic:Port=0", "--HighTraffic:KeepData=false"))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var errors = host.StandardError.ReadToEndAsync(limit.Token);
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line && !line.Contains("Waiting", StringComparison.Ordinal))
        {
        }

        await LinuxProcess.SignalAsync("TERM", host.Id);
        var output = await host.StandardOutput.ReadToEndAsync(limit.Token) + await errors;
        await host.WaitForExitAsync(limit.Token);
        Assert.Equal(0, host.ExitCode);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("postgres-password", "p,ss=1")]
    [InlineData("cache-password", "two words")]
    [InlineData("messaging-password", "quo\"te")]
    [InlineData("postgres-password", "p;w=x")]
    [InlineData("cache-password", "ha#sh?x")]
    [InlineData("api-key", "schl\u00fcssel")]
    [InlineData("api-key", "two words")]
    public async Task A_secret_that_cannot_work_is_one_sentence_that_names_its_parameter(string parameter, string value)
    {
        using var host = Process.Start(Start("--HighTraffic:Port=0", "--HighTraffic:KeepData=false", $"--Parameters:{parameter}={value}"))!;
        var error = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.NotEqual(0, host.ExitCode);
        Assert.Contains($"The parameter {parameter} must", error, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static async Task<Process> StartAsync(string mark)
    {
        // A password with every allowed character.
        var start = Start(
        [
            "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", .. Domain.Seed(items: 10, privateRows: 10), "--HighTraffic:Worker:Replicas=1",
            "--HighTraffic:Api:Replicas=1", "--Parameters:postgres-password=-_.{}~()*+!0aZ", "--Parameters:cache-password=-_.{}~()*+!0aZ", "--Parameters:messaging-password=-_.{}~()*+!0aZ",
        ]);
        start.Environment[Mark] = mark;
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var host = Process.Start(start)!;
        var output = new StringBuilder();
        host.ErrorDataReceived += (_, line) => Append(line.Data);
        host.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                Append(line);
                Assert.False(line.StartsWith("API docs", StringComparison.Ordinal), "In production there are no API docs to announce.");
                if (line.StartsWith("API key", StringComparison.Ordinal))
                {
                    // The pipe has to be read on, or the AppHost would wait for it.
                    _ = host.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return host;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What it printed until then is told below.
        }

        host.Kill();
        Assert.Fail($"The AppHost did not become healthy: {output}");
        return host;

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    private static ProcessStartInfo Start(params string[] arguments) =>
        new(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task NothingIsLeftAsync(string mark, string[] folders)
    {
        await Eventually.GetAsync(() => Task.FromResult(LinuxProcess.WithVariable(Mark, mark).Length), alive => alive == 0);
        await Eventually.GetAsync(() => Task.FromResult(folders.Count(Directory.Exists)), left => left == 0);
    }

    // The folder of this run's servers.
    private static string[] Folders(string mark) => [.. LinuxProcess.WithVariable(Mark, mark)
        .Select(process => new FileInfo($"/proc/{process}/cwd").LinkTarget).OfType<string>()
        .Where(folder => folder.Contains("/hightraffic-", StringComparison.Ordinal)).Distinct()];
}
