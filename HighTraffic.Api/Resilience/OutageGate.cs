namespace HighTraffic.Api.Resilience;

/// <summary>
/// While a server does not respond, lets one call a second probe it and the others skip it. Otherwise each would wait for its timeout.
/// </summary>
internal sealed class OutageGate(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _nextTry;

    /// <summary>Whether to try a call.</summary>
    public bool MayTry()
    {
        var next = Volatile.Read(ref _nextTry);
        return next == 0 || (time.GetTimestamp() >= next && Interlocked.CompareExchange(ref _nextTry, AfterPause(), next) == next);
    }

    /// <summary>Records that the server did not respond.</summary>
    /// <returns>Whether this begins an outage.</returns>
    public bool RecordFailure() => Interlocked.Exchange(ref _nextTry, AfterPause()) == 0;

    /// <summary>Records that the server responded.</summary>
    /// <returns>Whether this ends an outage.</returns>
    public bool RecordSuccess() => Volatile.Read(ref _nextTry) != 0 && Interlocked.Exchange(ref _nextTry, 0) != 0;

    private long AfterPause() => time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
