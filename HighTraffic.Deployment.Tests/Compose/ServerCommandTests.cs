using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HighTraffic.Deployment.Tests.Gateway;
using HighTraffic.Deployment.Tests.Published;
using YamlDotNet.Serialization;
using static HighTraffic.Deployment.Tests.Azure.ContainerApp;

namespace HighTraffic.Deployment.Tests.Compose;

/// <summary>Runs the commands of the server containers from the Compose file, with the files and ports of a test.</summary>
public sealed class ServerCommandTests : IDisposable
{
    private const string Password = "a-secret.of_20~letters";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [RedisFact]
    public async Task Redis_takes_its_password_from_the_file_and_ends_when_it_is_told_to()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "REDIS_PASSWORD"), $"{Password}\n");
        var port = NginxProcess.FreePort();
        using var redis = Start([.. Words("cache", "entrypoint"), .. Words("cache", "command").Select(word =>
            word.Replace("redis-server -", $"redis-server - --bind 127.0.0.1 --port {port}", StringComparison.Ordinal))]);
        await EventuallyAsync(() => AskRedis(port, "PING"), "-NOAUTH");
        Assert.StartsWith("+OK", await AskRedis(port, $"AUTH {Password}"), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, await File.ReadAllTextAsync($"/proc/{redis.Id}/cmdline"), StringComparison.Ordinal);

        using var stop = Process.Start("kill", ["-TERM", redis.Id.ToString(CultureInfo.InvariantCulture)]);
        await redis.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, redis.ExitCode);
    }

    [ShellTheory]
    [InlineData(true, "200 OK", 0)]
    [InlineData(true, "503 Service Unavailable", 1)]
    [InlineData(false, "200 OK", 1)]
    public async Task The_broker_is_healthy_when_it_listens_and_its_page_comes(bool listens, string status, int exitCode)
    {
        using var page = new TcpListener(IPAddress.Loopback, 0);
        page.Start();
        using var broker = new TcpListener(IPAddress.Loopback, 0);
        broker.Start();
        var (brokerPort, pagePort) = (Port(broker), Port(page));
        if (!listens)
        {
            broker.Stop();
        }

        var answer = AnswerAsync(page, status);
        var test = List(Map(Service("messaging")["healthcheck"])["test"]).Select(word => Unescape((string)word).Replace("/5672", $"/{brokerPort}", StringComparison.Ordinal)
            .Replace("/15672", $"/{pagePort}", StringComparison.Ordinal)).ToList();
        Assert.Equal("CMD", test[0]);
        using var check = Start([.. test[1..]]);
        await check.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(exitCode, check.ExitCode);
        page.Stop();
        await answer;
    }

    [ShellTheory]
    [InlineData("RABBITMQ_DEFAULT_PASS")]
    public async Task The_broker_finds_its_password_in_its_environment(string variable)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, variable), $"{Password}\n");
        var program = Path.Combine(_folder.FullName, "docker-entrypoint.sh");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nprintf '%s %s' \"${variable}\" \"$*\"\n");
        using var chmod = Process.Start("chmod", ["+x", program]);
        await chmod.WaitForExitAsync();
        using var broker = Start([.. Words("messaging", "entrypoint"), .. Words("messaging", "command")]);
        Assert.Equal($"{Password} rabbitmq-server", await broker.StandardOutput.ReadToEndAsync());
        await broker.WaitForExitAsync().WaitAsync(Limit);
    }

    private static Dictionary<object, object> Service(string name) => Map(Map(Map(new DeserializerBuilder().Build()
        .Deserialize(File.ReadAllText(Path.Combine(Snapshot.Of("Compose"), "docker-compose.yaml")))!)["services"])[name]);

    private IEnumerable<string> Words(string service, string key) => List(Service(service)[key]).Select(word =>
        Unescape((string)word).Replace("/run/secrets/", $"{_folder.FullName}/", StringComparison.Ordinal));

    // Compose turns two dollar signs into one.
    private static string Unescape(string word) => word.Replace("$$", "$", StringComparison.Ordinal);

    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.FullName}:{start.Environment["PATH"]}";
        return Process.Start(start)!;
    }

    private static async Task AnswerAsync(TcpListener page, string status)
    {
        try
        {
            using var client = await page.AcceptTcpClientAsync();
            using var request = new StreamReader(client.GetStream());
            while (await request.ReadLineAsync() is { Length: > 0 })
            {
            }

            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 {status}\r\n\r\n"));
        }
        catch (SocketException)
        {
            // The check gave up before it reached the page.
        }
    }

    private static async Task<string> AskRedis(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }

    private static async Task EventuallyAsync(Func<Task<string>> ask, string start)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                Assert.StartsWith(start, await ask(), StringComparison.Ordinal);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
