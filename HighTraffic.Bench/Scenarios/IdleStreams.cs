using System.Net.Http.Json;
using System.Text.Json;
using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scenarios;

/// <summary>What each event stream costs a replica if many clients watch an idle task.</summary>
internal static class IdleStreams
{
    private const int Streams = 10_000;
    private const int Openers = 64;

    // The time between two heartbeats.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    /// <summary>Measures one replica, which serves all streams.</summary>
    public static async Task<IReadOnlyList<TableReport>> MeasureAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken)
    {
        // Other systems must not use file descriptors and CPU time meanwhile.
        await pool.KeepOnlyAsync(new HashSet<SystemSettings>());
        await using var system = await BenchedSystem.StartAsync(new SystemSettings(options.Products, MicroCache: true), cancellationToken);
        var replica = system.ReplicaProcess ?? throw new BenchException("The process of the replica is not visible: it must be a local program (HighTraffic__Servers=Local).");
        await system.StopTasksAsync(cancellationToken);
        using var client = system.Client();
        using var accepted = await client.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 0 } }, cancellationToken);
        var task = (await accepted.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString();

        // What the first streams load and compile does not count as a cost of a stream.
        var path = $"/api/tasks/{task}/events";
        using var streams = new OpenStreams(system.Address);
        await streams.OpenAsync(path, Openers, cancellationToken);
        var (before, held) = (ResidentMemory.Of(replica), streams.Count);
        await streams.OpenAsync(path, Streams, cancellationToken);
        var after = ResidentMemory.Of(replica);
        var processor = system.ProcessorTimes();
        await Task.Delay(Idle, cancellationToken);
        var cores = system.ProcessorTimes().ToDictionary(part => part.Key, part => (part.Value - processor.GetValueOrDefault(part.Key)) / Idle);
        return
        [
            new("streams", "Idle event streams", FormattableString.Invariant($"{Streams:N0} clients watch one queued task through Nginx, all on one replica, with one heartbeat per stream every 15 s. CPU over {Idle.TotalSeconds:0} s. For all of them, Nginx needs a hard limit of open files above 26,000 (ulimit -Hn); here it is {OpenFiles()}."),
                "figure", ["value"],
                [
                    Row("open streams", streams.Count),
                    Row("rejected or broken", streams.Failed),
                    Row("memory of the replica before, MB", before / 1e6),
                    Row("memory of the replica with them, MB", after / 1e6),
                    Row("memory of the replica per stream, KB", (after - before) / 1e3 / Math.Max(1, streams.Count - held)),
                    Row("API, % of a core", 100 * cores.GetValueOrDefault("API")),
                    Row("Nginx, % of a core", 100 * cores.GetValueOrDefault("Nginx")),
                ]),
        ];

        // The fifth column of the line is the hard limit: https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html
        static string OpenFiles() => File.ReadLines("/proc/self/limits")
            .Single(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];

        static TableRow Row(string name, double value) => new(name, [value]);
    }

    /// <summary>Streams whose events are not read.</summary>
    private sealed class OpenStreams(Uri address) : IDisposable
    {
        private readonly HttpClient _client = BenchedSystem.ClientOf(address, Streams + Openers);
        private readonly List<HttpResponseMessage> _open = [];

        public int Count => _open.Count;

        public int Failed { get; private set; }

        /// <summary>Opens streams up to this number, and reads only their headers.</summary>
        public async Task OpenAsync(string path, int count, CancellationToken cancellationToken) =>
            await Parallel.ForAsync(
                Count, count, new ParallelOptions { MaxDegreeOfParallelism = Openers, CancellationToken = cancellationToken },
                async (_, cancellation) =>
                {
                    HttpResponseMessage? response = null;
                    try
                    {
                        response = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
                        response.EnsureSuccessStatusCode();
                        lock (_open)
                        {
                            _open.Add(response);
                        }
                    }
                    catch (HttpRequestException)
                    {
                        response?.Dispose();
                        lock (_open)
                        {
                            Failed++;
                        }
                    }
                });

        public void Dispose()
        {
            _open.ForEach(response => response.Dispose());
            _client.Dispose();
        }
    }
}
