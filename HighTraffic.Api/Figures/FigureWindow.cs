using HighTraffic.Api.Caching;

namespace HighTraffic.Api.Figures;

/// <summary>What this replica answered in the last seconds: the difference between its counters now and then.</summary>
internal sealed class FigureWindow
{
    /// <summary>The length of the window in seconds.</summary>
    public const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly Queue<(long Timestamp, FigureCounters.Moment Moment)> _moments = new();
    private readonly FigureCounters _counters;
    private readonly TimeProvider _time;

    public FigureWindow(FigureCounters counters, TimeProvider time)
    {
        (_counters, _time) = (counters, time);
        Advance();
    }

    /// <summary>Advances the window. Call it each second.</summary>
    public void Advance()
    {
        lock (_lock)
        {
            _moments.Enqueue((_time.GetTimestamp(), _counters.Take()));
            if (_moments.Count > Seconds)
            {
                _moments.Dequeue();
            }
        }
    }

    /// <summary>The figures from the start of the window until now.</summary>
    public ReplicaReport Report()
    {
        (long Timestamp, FigureCounters.Moment Moment) then;
        lock (_lock)
        {
            then = _moments.Peek();
        }

        var now = _counters.Take();
        var durations = new Dictionary<int, long>();
        for (var bucket = 0; bucket < LatencyBuckets.Count; bucket++)
        {
            if (now.Durations[bucket] - then.Moment.Durations[bucket] is > 0 and var count)
            {
                durations[bucket] = count;
            }
        }

        return new ReplicaReport(
            _time.GetUtcNow(),
            _time.GetElapsedTime(then.Timestamp).TotalSeconds,
            Reads(CacheOutcome.LocalHit),
            Reads(CacheOutcome.SharedHit),
            Reads(CacheOutcome.Miss) + Reads(CacheOutcome.Collapsed) + Reads(CacheOutcome.Refresh) + Reads(CacheOutcome.Bypass),
            durations);

        long Reads(CacheOutcome outcome) => now.Reads[(int)outcome] - then.Moment.Reads[(int)outcome];
    }
}
