using System.Diagnostics;
using System.Net;
using HdrHistogram;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scaling;

/// <summary>
/// Sends requests by the clock, whether or not earlier ones have been answered, as independent clients do. Latency counts from the
/// time when the request was due, so that a stall is not hidden (coordinated omission).
/// </summary>
internal static class OpenLoop
{
    private const long LongestLatency = 60_000_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>Sends a request at a rate and summarises the outcome.</summary>
    public static async Task<PointReport> RunAsync(BenchedSystem system, Request request, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var client = system.Client();
        var before = system.ProcessorTimes();
        var begunAt = Stopwatch.GetTimestamp();
        var exchanges = await SendAsync(client, _ => request, rate, begunAt, duration, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(begunAt).TotalSeconds;
        var processor = system.ProcessorTimes().Sum(part => (part.Value - before.GetValueOrDefault(part.Key)).TotalMicroseconds);
        var all = exchanges.ToLookup(exchange => exchange.Outcome);
        var answered = all[Outcome.Answered].Count();
        var rejected = all[Outcome.Refused].Count() / Math.Max((double)exchanges.Count, 1);
        return new PointReport(
            rate, answered / seconds, rejected, processor / Math.Max(answered, 1),
            Percentile(all[Outcome.Answered], 50) ?? 0, Percentile(all[Outcome.Answered], 99) ?? 0, Percentile(all[Outcome.Refused], 99) ?? 0,
            all[Outcome.Unfinished].Count());
    }

    /// <summary>Sends requests at a rate.</summary>
    /// <param name="client">The client that sends them.</param>
    /// <param name="request">Creates the request with a number, from 0.</param>
    /// <param name="rate">How many a second.</param>
    /// <param name="begunAt">When the first one is due: a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellationToken">Stops the load.</param>
    /// <returns>Each request with its outcome.</returns>
    public static async Task<IReadOnlyList<Exchange>> SendAsync(
        HttpClient client, Func<int, Request> request, int rate, long begunAt, TimeSpan duration, CancellationToken cancellationToken)
    {
        var sent = new List<Task<Exchange>>();
        using var timer = new PeriodicTimer(Tick);
        var total = (int)(duration.TotalSeconds * rate);
        for (var number = 0; number < total; number++)
        {
            // A request that became due during a stall of this loop is sent late, but never left out.
            var due = TimeSpan.FromSeconds((double)number / rate);
            while (Stopwatch.GetElapsedTime(begunAt) < due)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            sent.Add(SendOneAsync(request(number), due));
        }

        return await Task.WhenAll(sent);

        async Task<Exchange> SendOneAsync(Request one, TimeSpan due)
        {
            var outcome = Outcome.Unfinished;
            try
            {
                using var response = await client.GetAsync(one.Path, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                outcome = response.IsSuccessStatusCode && body.Contains(one.Expect, StringComparison.Ordinal) ? Outcome.Answered
                    : response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests ? Outcome.Refused
                    : Outcome.Unfinished;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // No response.
            }

            return new Exchange(due, Stopwatch.GetElapsedTime(begunAt), outcome);
        }
    }

    /// <summary>A percentile of the latencies in milliseconds; null if there are none.</summary>
    public static double? Percentile(IEnumerable<Exchange> exchanges, double percentile)
    {
        var latencies = new LongHistogram(1, LongestLatency, 3);
        foreach (var exchange in exchanges)
        {
            latencies.RecordValue(Math.Clamp((long)exchange.Latency.TotalMicroseconds, 1, LongestLatency));
        }

        return latencies.TotalCount == 0 ? null : latencies.GetValueAtPercentile(percentile) / 1e3;
    }
}
