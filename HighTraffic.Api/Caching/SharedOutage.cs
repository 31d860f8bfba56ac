namespace HighTraffic.Api.Caching;

/// <summary>
/// While Redis does not respond, lets one look-up a second try it, and the others skip it: each would wait for its timeout.
/// </summary>
internal sealed class SharedOutage(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _nextTry;

    /// <summary>Whether a look-up may ask Redis.</summary>
    public bool MayTry()
    {
        var next = Volatile.Read(ref _nextTry);
        var now = Now();
        return next == 0 || (now >= next && Interlocked.CompareExchange(ref _nextTry, now + Pause.Ticks, next) == next);
    }

    /// <summary>Redis did not answer.</summary>
    public void RecordFailure() => Volatile.Write(ref _nextTry, Now() + Pause.Ticks);

    /// <summary>Redis answered.</summary>
    public void RecordSuccess()
    {
        if (Volatile.Read(ref _nextTry) != 0)
        {
            Volatile.Write(ref _nextTry, 0);
        }
    }

    private long Now() => time.GetUtcNow().Ticks;
}
