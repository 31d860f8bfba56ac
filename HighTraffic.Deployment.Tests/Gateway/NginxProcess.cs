using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with the templates of the gateway's image, rendered as the image's entry point does it, in a folder of the test's own.</summary>
internal sealed partial class NginxProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-test-");
    private Process? _process;

    private NginxProcess(IReadOnlyDictionary<string, string> environment)
    {
        var image = Path.Combine(Repository.Project("AppHost"), "nginx");
        var variables = ImageVariables(Path.Combine(image, "Dockerfile"));
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        variables["GATEWAY_PORT"] = Address.Port.ToString(CultureInfo.InvariantCulture);
        variables["GATEWAY_STATUS_PORT"] = FreePort().ToString(CultureInfo.InvariantCulture);
        Render(Path.Combine(image, "templates"), variables);
    }

    public static string? Program { get; } = new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);

    public Uri Address { get; }

    /// <summary>Starts Nginx and waits until it answers.</summary>
    public static async Task<NginxProcess> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var nginx = new NginxProcess(environment);
        nginx._process = Process.Start(nginx.Command("-g", "daemon off;"))!;
        _ = nginx._process.StandardError.ReadToEndAsync();
        _ = nginx._process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(StartLimit);
        using var client = new HttpClient { BaseAddress = nginx.Address };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/nginx/", UriKind.Relative), limit.Token);
                return nginx;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    /// <summary>What <c>nginx -t</c> says.</summary>
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
            // The master ends its workers when it is asked to, but not when it is killed.
            using var stop = Process.Start(Command("-s", "stop"))!;
            await stop.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(StartLimit);
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private ProcessStartInfo Command(params string[] arguments) =>
        new(Program!, ["-p", $"{_folder.FullName}/", "-c", "nginx.conf", "-e", "stderr", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };

    private static Dictionary<string, string> ImageVariables(string dockerfile) => File.ReadLines(dockerfile)
        .Where(line => line.StartsWith("ENV ", StringComparison.Ordinal))
        .Select(line => line[4..].Split('=', 2))
        .ToDictionary(assignment => assignment[0], assignment => assignment[1]);

    private void Render(string templates, Dictionary<string, string> variables)
    {
        const string Suffix = ".template";
        var filter = new Regex(variables["NGINX_ENVSUBST_FILTER"], RegexOptions.None, TimeSpan.FromSeconds(1));
        foreach (var template in Directory.EnumerateFiles(templates, "*" + Suffix, SearchOption.AllDirectories))
        {
            var content = Variable().Replace(File.ReadAllText(template), match =>
                filter.IsMatch(match.Groups[1].Value) && variables.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);
            var file = new FileInfo(Path.Combine(_folder.FullName, Path.GetRelativePath(templates, template)[..^Suffix.Length]));
            file.Directory!.Create();
            File.WriteAllText(file.FullName, content.Replace("listen *:", "listen 127.0.0.1:", StringComparison.Ordinal));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\$\{([A-Za-z_]\w*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
