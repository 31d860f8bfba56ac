using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.Testing;
using HighTraffic.Core;

namespace HighTraffic.Tests.App;

/// <summary>An additional replica of the API on the shared app's servers, with its own settings. Nginx does not know it.</summary>
internal sealed class ExtraReplica : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly HashSet<string> _unready = [];

    private ExtraReplica(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The address that it listens on.</summary>
    public Uri Address { get; }

    /// <summary>What its readiness answered before it was ready.</summary>
    public IReadOnlyCollection<string> Unready => _unready;

    /// <summary>Its log output.</summary>
    public string Log
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="app">The shared app.</param>
    /// <param name="settings">Configuration by key, with <c>:</c> between sections.</param>
    /// <param name="searchPath">The schemas to search for tables.</param>
    /// <param name="redisName">The name of its connections to Redis.</param>
    public static async Task<ExtraReplica> StartAsync(
        RunningApp app, IReadOnlyDictionary<string, string> settings, string? searchPath = null, string? redisName = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "HighTraffic.Api")) { RedirectStandardOutput = true, RedirectStandardError = true };
        var database = await app.App.GetConnectionStringAsync(ResourceNames.Database);
        var cache = await app.App.GetConnectionStringAsync(ResourceNames.Cache);
        start.Environment["ConnectionStrings__" + ResourceNames.Database] = searchPath is null ? database : $"{database};Search Path={searchPath}";
        start.Environment["ConnectionStrings__" + ResourceNames.Cache] = redisName is null ? cache : $"{cache},name={redisName}";
        start.Environment["ConnectionStrings__" + ResourceNames.Messaging] = await app.App.GetConnectionStringAsync(ResourceNames.Messaging);
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["HighTraffic__ApiKey"] = RunningApp.ApiKey;
        start.Environment["HighTraffic__Drain__Seconds"] = "0";
        start.Environment["HighTraffic__WarmUp__Seconds"] = "0";
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var replica = new ExtraReplica(Process.Start(start)!, address);
        using var client = replica.Client();
        await Eventually.GetAsync(
            async () =>
            {
                Assert.False(replica._process.HasExited, replica.Log);
                try
                {
                    using var health = await client.GetAsync("/health");
                    if (!health.IsSuccessStatusCode)
                    {
                        replica._unready.Add(await health.Content.ReadAsStringAsync());
                    }

                    return health.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            ready => ready,
            StartLimit);
        return replica;
    }

    /// <summary>A client with the API key.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", RunningApp.ApiKey);
        return client;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            _lines.Add(line ?? "");
        }
    }
}
