using System.Diagnostics;
using System.Net;
using HdrHistogram;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scaling;

/// <summary>
/// Sends requests by the clock, whether earlier ones have been answered or not, as clients do that know nothing of each other. A
/// latency counts from when the request was due, so that a system that stalls is not let off (coordinated omission).
/// </summary>
internal static class OpenLoop
{
    private const long LongestLatency = 60_000_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>Sends at a rate.</summary>
    public static async Task<PointReport> RunAsync(BenchedSystem system, Request request, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var client = system.Client();
        var latencies = new LongConcurrentHistogram(1, LongestLatency, 3);
        long answered = 0, refused = 0, unfinished = 0;
        var refusals = new LongConcurrentHistogram(1, LongestLatency, 3);
        var sent = new List<Task>();
        var before = system.ProcessorTimes();
        var begunAt = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        while (Stopwatch.GetElapsedTime(begunAt) < duration)
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(begunAt).TotalSeconds * rate); sent.Count < due;)
            {
                sent.Add(SendAsync(TimeSpan.FromSeconds((double)sent.Count / rate)));
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        await Task.WhenAll(sent);
        var seconds = Stopwatch.GetElapsedTime(begunAt).TotalSeconds;
        var processor = system.ProcessorTimes().Sum(part => (part.Value - before.GetValueOrDefault(part.Key)).TotalMicroseconds);
        return new PointReport(
            rate, answered / seconds, refused / seconds, processor / Math.Max(answered, 1),
            Milliseconds(latencies, 50), Milliseconds(latencies, 99), Milliseconds(refusals, 99), unfinished);

        static double Milliseconds(HistogramBase recorded, double percentile) =>
            recorded.TotalCount == 0 ? 0 : recorded.GetValueAtPercentile(percentile) / 1e3;

        async Task SendAsync(TimeSpan due)
        {
            try
            {
                using var response = await client.GetAsync(request.Path, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                var latency = Math.Clamp((long)(Stopwatch.GetElapsedTime(begunAt) - due).TotalMicroseconds, 1, LongestLatency);
                if (response.IsSuccessStatusCode && body.Contains(request.Expect, StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref answered);
                    latencies.RecordValue(latency);
                }
                else if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                {
                    Interlocked.Increment(ref refused);
                    refusals.RecordValue(latency);
                }
                else
                {
                    Interlocked.Increment(ref unfinished);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                Interlocked.Increment(ref unfinished);
            }
        }
    }
}
