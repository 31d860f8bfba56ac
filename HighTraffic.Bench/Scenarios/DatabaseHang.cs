using System.Diagnostics;
using HighTraffic.Bench.Commands;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Reports;
using HighTraffic.Bench.Scaling;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Scenarios;

/// <summary>Stops all processes of PostgreSQL during a steady load, so that it neither answers nor rejects anything, and then continues them.</summary>
internal static class DatabaseHang
{
    private const int CachedRate = 200;
    private const int UncachedRate = 100;
    private const int CachedPages = 20;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    // The longest time of a normal read.
    private static readonly TimeSpan Normal = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures what clients get meanwhile.</summary>
    public static async Task<IReadOnlyList<TableReport>> MeasureAsync(SystemPool pool, BenchOptions options, CancellationToken cancellationToken)
    {
        var system = await pool.GetAsync(SystemSettings.AsShipped(options.Products), cancellationToken);
        using var client = system.Client();
        var all = Before + Hang + After;

        // Until the code is optimized and every replica has the pages.
        await Task.WhenAll(SendAsync(Cached, CachedRate, Stopwatch.GetTimestamp(), options.WarmUp), SendAsync(Uncached, UncachedRate, Stopwatch.GetTimestamp(), options.WarmUp));
        var begunAt = Stopwatch.GetTimestamp();
        var cachedLoad = SendAsync(Cached, CachedRate, begunAt, all);
        var uncachedLoad = SendAsync(Uncached, UncachedRate, begunAt, all);
        await Task.Delay(Before, cancellationToken);
        TimeSpan stoppedAt, resumedAt;
        await system.SuspendDatabaseAsync(cancellationToken);
        try
        {
            stoppedAt = Stopwatch.GetElapsedTime(begunAt);
            await Task.Delay(Hang, cancellationToken);
        }
        finally
        {
            await system.ResumeDatabaseAsync();
            resumedAt = Stopwatch.GetElapsedTime(begunAt);
        }

        var cached = await cachedLoad;
        var uncached = await uncachedLoad;
        var note = FormattableString.Invariant(
            $"All processes of PostgreSQL are stopped (SIGSTOP) for {Hang.TotalSeconds:0} s. Meanwhile an open loop sends {CachedRate} reads/s of {CachedPages} cached products and {UncachedRate} reads/s of a user by e-mail to three replicas with default settings.");
        return
        [
            new("hang", "The database hangs for 10 s", note, "what clients see", ["figure"], Figures(cached, uncached, stoppedAt, resumedAt)),
            new("hang-seconds", "The database hangs for 10 s, second by second", $"{note} The processes are stopped in second {Before.TotalSeconds:0}. A request counts in the second in which it was due.",
                "requests", [.. Enumerable.Range(0, (int)all.TotalSeconds).Select(second => FormattableString.Invariant($"{second} s"))],
                [
                    BySecond("cached, served", cached, Outcome.Answered), BySecond("cached, rejected", cached, Outcome.Refused),
                    BySecond("uncached, served", uncached, Outcome.Answered), BySecond("uncached, rejected", uncached, Outcome.Refused),
                ],
                "requests"),
        ];

        Task<IReadOnlyList<Exchange>> SendAsync(Func<int, Request> request, int rate, long from, TimeSpan duration) =>
            OpenLoop.SendAsync(client, request, rate, from, duration, cancellationToken);

        TableRow BySecond(string name, IEnumerable<Exchange> exchanges, Outcome outcome)
        {
            var counts = exchanges.Where(exchange => exchange.Outcome == outcome).CountBy(exchange => (int)exchange.Due.TotalSeconds).ToDictionary();
            return new TableRow(name, [.. Enumerable.Range(0, (int)all.TotalSeconds).Select(second => (double?)counts.GetValueOrDefault(second))]);
        }
    }

    private static Request Cached(int number) => new($"/api/products/{1 + (number % CachedPages)}", AcceptEncoding: null, Expect: "\"sku\"");

    private static Request Uncached(int number) => Series.User;

    /// <summary>The start of the first second in which no request is rejected or late. A single slow read much later is due to a busy machine.</summary>
    internal static TimeSpan NormalAgainAt(IEnumerable<Exchange> exchanges, TimeSpan resumedAt)
    {
        var abnormal = exchanges.Where(exchange => exchange.Due >= resumedAt && (exchange.Outcome != Outcome.Answered || exchange.Latency > Normal));
        var from = resumedAt;
        foreach (var due in abnormal.Select(exchange => exchange.Due).Order().TakeWhile(due => due - from < TimeSpan.FromSeconds(1)))
        {
            from = due;
        }

        return from;
    }

    private static IReadOnlyList<TableRow> Figures(IReadOnlyList<Exchange> cached, IReadOnlyList<Exchange> uncached, TimeSpan stoppedAt, TimeSpan resumedAt)
    {
        var hitsMeanwhile = cached.Where(exchange => exchange.Due >= stoppedAt && exchange.Due < resumedAt).ToArray();
        var readsMeanwhile = uncached.Where(exchange => exchange.Due >= stoppedAt && exchange.Due < resumedAt).ToArray();
        var refusals = uncached.Where(exchange => exchange.Outcome == Outcome.Refused).ToArray();
        return
        [
            Row("time to the first rejection, s", refusals.Length == 0 ? null : (refusals.Min(exchange => exchange.End) - stoppedAt).TotalSeconds),
            Row("cached reads served meanwhile, %", 100.0 * hitsMeanwhile.Count(exchange => exchange.Outcome == Outcome.Answered) / hitsMeanwhile.Length),
            Row("cached reads meanwhile, p99 ms", OpenLoop.Percentile(hitsMeanwhile, 99)),
            Row("uncached reads served meanwhile, %", 100.0 * readsMeanwhile.Count(exchange => exchange.Outcome == Outcome.Answered) / readsMeanwhile.Length),
            Row("time to reject uncached reads, p50 ms", OpenLoop.Percentile(refusals, 50)),
            Row("time to reject uncached reads, p99 ms", OpenLoop.Percentile(refusals, 99)),
            Row("requests without a response", cached.Concat(uncached).Count(exchange => exchange.Outcome == Outcome.Unfinished)),
            Row(FormattableString.Invariant($"time from the end of the hang to a second in which every read is served within {Normal.TotalMilliseconds:0} ms, s"), (NormalAgainAt(cached.Concat(uncached), resumedAt) - resumedAt).TotalSeconds),
        ];

        static TableRow Row(string name, double? value) => new(name, [value]);
    }
}
