using System.Diagnostics;
using HdrHistogram;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>An operation that this process repeats in parallel.</summary>
internal abstract class LoopVariant(string name, SystemSettings settings) : Variant(name, settings)
{
    /// <summary>Additions to a connection string: a connection for each parallel loop, and statements that are parsed once.</summary>
    public const string Pool = "Maximum Pool Size=8;Max Auto Prepare=20";

    // Microseconds, up to a minute, to three digits.
    private const long LongestLatency = 60_000_000;

    /// <summary>The number of parallel loops.</summary>
    protected virtual int Concurrency => 8;

    /// <summary>Whether the CPU time of this process belongs to the operation.</summary>
    protected virtual bool CountsOwnTime => true;

    /// <summary>The most operations for each second of a run.</summary>
    protected virtual double MostForASecond => double.PositiveInfinity;

    /// <summary>Executes the operation once.</summary>
    protected abstract Task OperateAsync(BenchedSystem system, CancellationToken cancellationToken);

    /// <summary>Waits until the work of the run has ended.</summary>
    protected virtual Task SettleAsync(BenchedSystem system, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken) => OperateAsync(system, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        var latencies = new LongConcurrentHistogram(1, LongestLatency, 3);
        var errors = 0L;
        Exception? failure = null;
        var begun = 0L;
        var most = MostForASecond * length.Duration.TotalSeconds;
        var own = Process.GetCurrentProcess().TotalProcessorTime;
        var begunAt = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(LoopAsync, cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(begunAt).TotalSeconds;
        await SettleAsync(system, cancellationToken);
        own = Process.GetCurrentProcess().TotalProcessorTime - own;
        return new Sample(
            latencies.TotalCount, errors, seconds, At(50), At(99), At(99.9), 0, 0,
            CountsOwnTime ? new Dictionary<string, double> { ["client"] = own.TotalSeconds } : [])
        {
            Failure = failure?.Message,
        };

        async Task LoopAsync()
        {
            while (Stopwatch.GetElapsedTime(begunAt) < length.Duration && Interlocked.Increment(ref begun) <= most)
            {
                var startedAt = Stopwatch.GetTimestamp();
                try
                {
                    await OperateAsync(system, cancellationToken);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    failure = exception;
                    Interlocked.Increment(ref errors);
                }

                latencies.RecordValue(Math.Clamp((long)Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds, 1, LongestLatency));
            }
        }

        double At(double percentile) => latencies.GetValueAtPercentile(percentile) / 1e3;
    }
}
