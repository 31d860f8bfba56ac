namespace HighTraffic.Api.Caching;

/// <summary>
/// Lets one look-up a second find out whether Redis answers again, while it does not: each would wait for its time-out. The
/// others do without it.
/// </summary>
internal sealed class SharedOutage(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // So long that a replica which evicted in vain may have ended meanwhile. A shorter one is a hiccup of a busy machine.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private long _begunAt;
    private long _nextTry;

    /// <summary>Whether a look-up may ask Redis.</summary>
    public bool MayTry()
    {
        var next = Volatile.Read(ref _nextTry);
        var now = Now();
        return next == 0 || (now >= next && Interlocked.CompareExchange(ref _nextTry, now + Pause.Ticks, next) == next);
    }

    /// <summary>Redis did not answer.</summary>
    public void GoOn()
    {
        var now = Now();
        Interlocked.CompareExchange(ref _begunAt, now, 0);
        Volatile.Write(ref _nextTry, now + Pause.Ticks);
    }

    /// <summary>Redis answered.</summary>
    /// <returns>Whether it had not done so for long, for the first who finds out.</returns>
    public bool End()
    {
        if (Volatile.Read(ref _begunAt) == 0)
        {
            return false;
        }

        Volatile.Write(ref _nextTry, 0);
        var begunAt = Interlocked.Exchange(ref _begunAt, 0);
        return begunAt != 0 && Now() - begunAt >= Long.Ticks;
    }

    private long Now() => time.GetUtcNow().Ticks;
}
