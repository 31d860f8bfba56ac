using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using HighTraffic.Core.Tasks.Store;

namespace HighTraffic.Core.Tasks;

/// <summary>A run in progress in this process.</summary>
/// <param name="task">The task that it claimed.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer has nothing to dispose of, and the heartbeat may stop a run that has just ended.")]
internal sealed class ActiveRun(ClaimedTask task)
{
    private readonly CancellationTokenSource _stopping = new();
    private long _renewedAt = Stopwatch.GetTimestamp();
    private int _progress;
    private int _toldProgress = -1;
    private int _stopReason;

    /// <summary>The task that it claimed.</summary>
    public ClaimedTask Task => task;

    /// <summary>The progress in percent, 0 to 100. Setting it costs nothing: the next heartbeat writes it.</summary>
    public int Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, Math.Clamp(value, 0, 100));
    }

    /// <summary>Signaled when the run must stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Why it must stop.</summary>
    public StopReason StopReason => (StopReason)Volatile.Read(ref _stopReason);

    /// <summary>The time since the last successful renewal.</summary>
    public TimeSpan SinceRenewal => Stopwatch.GetElapsedTime(Volatile.Read(ref _renewedAt));

    /// <summary>Records that the lease was renewed.</summary>
    /// <param name="requestedAt">
    /// When the renewal was requested, as a <see cref="Stopwatch"/> timestamp. The lease started no earlier by the database's clock.
    /// </param>
    public void Renewed(long requestedAt) => Volatile.Write(ref _renewedAt, requestedAt);

    /// <summary>Whether the progress has changed since the last call. Only the heartbeat calls it.</summary>
    public bool TakeAdvance()
    {
        var progress = Progress;
        return Interlocked.Exchange(ref _toldProgress, progress) != progress;
    }

    /// <summary>Stops the run. The first reason is kept.</summary>
    public void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _stopReason, (int)reason, (int)StopReason.None) == (int)StopReason.None)
        {
            _stopping.Cancel();
        }
    }
}
