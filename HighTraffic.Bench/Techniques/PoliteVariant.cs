using System.Diagnostics;
using HdrHistogram;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>A client that sends a few requests a second, alone or beside another client that keeps all its connections busy.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
/// <param name="request">The request of the polite client. It has no key, so the two are different clients.</param>
/// <param name="flood">The request of the other client; null if there is none.</param>
internal sealed class PoliteVariant(string name, SystemSettings settings, Request request, Request? flood = null) : Variant(name, settings)
{
    // Microseconds, up to a minute, to three digits.
    private const long LongestLatency = 60_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        using var client = Client(system);
        await AskAsync(client, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        var load = flood is null ? Task.CompletedTask : Wrk.RunAsync(flood, system.Address, system.Settings.Products, length.Connections, length.Duration, cancellationToken);
        var latencies = new LongHistogram(1, LongestLatency, 3);
        var errors = 0;
        using var client = Client(system);
        using var timer = new PeriodicTimer(Pause);
        var begunAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begunAt) + Pause < length.Duration && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var askedAt = Stopwatch.GetTimestamp();
            try
            {
                await AskAsync(client, cancellationToken);
            }
            catch (HttpRequestException)
            {
                errors++;
            }

            latencies.RecordValue((long)Stopwatch.GetElapsedTime(askedAt).TotalMicroseconds);
        }

        var seconds = Stopwatch.GetElapsedTime(begunAt).TotalSeconds;
        await load;
        return new Sample(latencies.TotalCount, errors, seconds, At(50), At(99), At(99.9), 0, 0, new Dictionary<string, double>());

        double At(double percentile) => latencies.GetValueAtPercentile(percentile) / 1e3;
    }

    private static HttpClient Client(BenchedSystem system) => new() { BaseAddress = system.Address };

    private async Task AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var answer = await client.GetStringAsync(request.Path, cancellationToken);
        if (!answer.Contains(request.Expect, StringComparison.Ordinal))
        {
            throw new BenchException($"{request.Path} was not answered as expected: {answer[..Math.Min(answer.Length, 300)]}");
        }
    }
}
