using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with the templates of the gateway's image, started with the AppHost's script, in its own folder.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-test-");
    private readonly Dictionary<string, string> _environment;
    private Process? _process;

    private NginxProcess(IReadOnlyDictionary<string, string> environment)
    {
        // If the tests run as root, Nginx's workers run as another user.
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Https = new Uri($"https://localhost:{FreePort()}");
        Status = new Uri($"http://127.0.0.1:{FreePort()}");
        _environment = new Dictionary<string, string>(environment)
        {
            ["DATA"] = _folder.FullName,
            ["RUN"] = _folder.FullName,
            ["KEEP_DATA"] = "True",
            ["TEMPLATES"] = Path.Combine(Repository.Project("AppHost"), "nginx", "templates"),
            ["GATEWAY_ADDRESS"] = "127.0.0.1",
            ["GATEWAY_PORT"] = Address.Port.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_HTTPS_PORT"] = Https.Port.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_STATUS_PORT"] = Status.Port.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Its program: the first on the PATH. The start script adds folders that Debian leaves out of a user's PATH.</summary>
    public static string? Program { get; } = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
        .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    public Uri Address { get; }

    /// <summary>The HTTPS address, if it has a certificate.</summary>
    public Uri Https { get; }

    /// <summary>The lines of its access log.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>The address of its readiness check.</summary>
    public Uri Status { get; }

    /// <summary>Starts Nginx and waits until it answers.</summary>
    public static async Task<NginxProcess> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var nginx = new NginxProcess(environment);
        nginx._process = Process.Start(nginx.Command())!;
        _ = nginx._process.StandardError.ReadToEndAsync();
        nginx._process.OutputDataReceived += (_, line) => nginx.Log.Enqueue(line.Data ?? "");
        nginx._process.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        using var client = new HttpClient { BaseAddress = nginx.Status };
        try
        {
            await AnswersAsync(client, limit.Token);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its version; null if it is not installed.</summary>
    public static Version? FindVersion() => Program is null ? null : Version.Parse(Describe(Program).Split('/')[1].Split((char[])[' ', '\n'])[0]);

    /// <summary>Whether it was built with a module.</summary>
    public static bool HasModule(string module) => Program is not null && Describe(Program).Contains($"--with-{module}", StringComparison.Ordinal);

    /// <summary>The output of <c>nginx -t</c>.</summary>
    public static async Task<(int ExitCode, string Output)> TestAsync(IReadOnlyDictionary<string, string> environment)
    {
        await using var nginx = new NginxProcess(environment);
        using var process = Process.Start(nginx.Command("-t"))!;
        var output = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(StartLimit);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static async Task AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/nginx/status", UriKind.Relative), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private static string Describe(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-V"]) { RedirectStandardError = true })!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Project("AppHost"), "Local", "nginx.sh"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>A port that nothing listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
