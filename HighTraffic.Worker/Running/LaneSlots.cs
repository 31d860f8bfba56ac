using System.Diagnostics;

namespace HighTraffic.Worker.Running;

/// <summary>The slots of a lane.</summary>
/// <param name="count">The number of slots.</param>
internal sealed class LaneSlots(int count) : IDisposable
{
    // With short tasks a slot is often free for a moment even if the queue is long.
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _free = new(count);
    private long _awaitedAt = Stopwatch.GetTimestamp();

    /// <summary>Whether a slot is free and no delivery had to wait for one recently, so that no message is waiting.</summary>
    public bool AreIdle => _free.CurrentCount > 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _awaitedAt)) > Lull;

    /// <summary>Waits for a free slot and reserves it for the caller.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether a slot became free.</returns>
    public async Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await _free.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return true;
        }

        Volatile.Write(ref _awaitedAt, Stopwatch.GetTimestamp());
        return await _free.WaitAsync(patience, cancellationToken);
    }

    /// <summary>Releases a slot.</summary>
    public void Release() => _free.Release();

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
