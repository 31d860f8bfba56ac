using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;
using Npgsql;

namespace HighTraffic.Bench.Peers;

/// <summary>
/// Flask with gunicorn and its own Nginx, on the database and the Redis server of a benched system. Its processes end with this one,
/// however this one ends, because <c>run.sh</c> waits for the end of a pipe.
/// </summary>
internal sealed class FlaskPeer : IAsyncDisposable
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Peers", "flask");
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private readonly Process _script;
    private readonly DirectoryInfo _folder;
    private readonly (string Part, int? Process)[] _parts;

    private FlaskPeer(Process script, DirectoryInfo folder, Uri address, int gunicorn, int nginx)
    {
        _script = script;
        _folder = folder;
        Address = address;
        _parts = [("Flask", gunicorn), ("Nginx", nginx)];
    }

    /// <summary>Where its Nginx listens.</summary>
    public Uri Address { get; }

    /// <summary>Installs its packages.</summary>
    /// <exception cref="BenchException">The installation failed; the reason is on standard error.</exception>
    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var script = Process.Start("bash", [Path.Combine(Sources, "install.sh")]);
        await script.WaitForExitAsync(cancellationToken);
        if (script.ExitCode != 0)
        {
            throw new BenchException("Flask cannot be measured.");
        }
    }

    /// <summary>Starts it next to a system.</summary>
    /// <exception cref="BenchException">It does not start.</exception>
    public static async Task<FlaskPeer> StartAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        await system.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Sources, "schema.sql"), cancellationToken), cancellationToken);
        var folder = Directory.CreateTempSubdirectory("hightraffic-flask-");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("bash", [Path.Combine(Sources, "run.sh")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["FOLDER"] = folder.FullName;
        start.Environment["PORT"] = address.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["API_KEY"] = BenchedSystem.ApiKey;
        start.Environment["DATABASE_URL"] = DatabaseUrl(system.ConnectionString);
        start.Environment["REDIS_URL"] = CacheUrl(system.CacheConnectionString);
        var script = Process.Start(start)!;
        var ids = (await script.StandardOutput.ReadLineAsync(cancellationToken))?.Split(' ') ?? [];
        if (ids is not [var gunicorn, var nginx])
        {
            throw new BenchException("Flask did not start: see above.");
        }

        var peer = new FlaskPeer(
            script, folder, address, int.Parse(gunicorn, CultureInfo.InvariantCulture), int.Parse(nginx, CultureInfo.InvariantCulture));
        try
        {
            await peer.WaitUntilHealthyAsync(cancellationToken);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The CPU time that its parts have used so far.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ProcessorTimes() => ProcessTree.TimesOf(_parts);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _script.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string DatabaseUrl(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql+psycopg2://{database.Username}:{Uri.EscapeDataString(database.Password!)}@{database.Host}:{database.Port}/{database.Database}");
    }

    // A different database on the same server, so that neither finds the other's keys.
    private static string CacheUrl(string connectionString)
    {
        var parts = connectionString.Split(',');
        var password = parts.FirstOrDefault(part => part.StartsWith("password=", StringComparison.Ordinal))?["password=".Length..] ?? string.Empty;
        var scheme = parts.Contains("ssl=true", StringComparer.OrdinalIgnoreCase) ? "rediss" : "redis";
        return $"{scheme}://:{Uri.EscapeDataString(password)}@{parts[0]}/1";
    }

    private async Task WaitUntilHealthyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        using var client = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!await AnswersAsync())
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"Flask did not become healthy within {StartLimit.TotalSeconds:0} s.");
        }

        async Task<bool> AnswersAsync()
        {
            try
            {
                using var response = await client.GetAsync("/health", limit.Token);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
