using System.Threading.RateLimiting;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// A bounded number of places for work of one kind, and a queue for them that is never longer than what can be served soon: by Little's law
/// the wait is the length of the queue times the usual time of the work, divided by the places.
/// </summary>
/// <param name="places">Requests worked on at once.</param>
/// <param name="queued">Requests that wait at most.</param>
/// <param name="timeout">The budget of a request.</param>
/// <param name="time">The clock that the work is measured by.</param>
internal sealed class AdmissionLane(int places, int queued, TimeSpan timeout, TimeProvider time) : IDisposable
{
    // Long enough for a burst, short enough that a client rather waits than tries again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private const double NewestShare = 0.1;

    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = places,
        QueueLimit = queued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private double _workSeconds;

    private TimeProvider Time => time;

    /// <summary>Waits for a place.</summary>
    /// <param name="budget">The request's time.</param>
    /// <returns>The place, to be disposed of after the work; null at once if there will be none in time.</returns>
    public async ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget)
    {
        var place = _places.AttemptAcquire();
        if (place.IsAcquired)
        {
            return new Place(this, place);
        }

        var patience = Patience(budget);
        if (ExpectedWait() > patience || patience <= TimeSpan.Zero)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(budget.ClientGone);
        limit.CancelAfter(patience);
        var waiting = _places.AcquireAsync(1, limit.Token).AsTask();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return waiting.IsCompletedSuccessfully && waiting.Result is { IsAcquired: true } granted ? new Place(this, granted) : null;
    }

    public void Dispose() => _places.Dispose();

    private TimeSpan ExpectedWait() =>
        TimeSpan.FromSeconds((_places.GetStatistics()!.CurrentQueuedCount + 1) * Volatile.Read(ref _workSeconds) / places);

    // What the work itself will take is no time to wait. But work that lately took nearly the whole budget must not keep everybody out for good.
    private TimeSpan Patience(RequestBudget budget)
    {
        var work = TimeSpan.FromSeconds(Volatile.Read(ref _workSeconds));
        var left = timeout - budget.Elapsed - (work < timeout / 2 ? work : timeout / 2);
        return left < LongestWait ? left : LongestWait;
    }

    private sealed class Place(AdmissionLane lane, RateLimitLease lease) : IDisposable
    {
        private readonly long _enteredAt = lane.Time.GetTimestamp();

        public void Dispose()
        {
            // Two that write at once lose one of the measurements, which does no harm.
            var work = Volatile.Read(ref lane._workSeconds);
            Volatile.Write(ref lane._workSeconds, work + (NewestShare * (lane.Time.GetElapsedTime(_enteredAt).TotalSeconds - work)));
            lease.Dispose();
        }
    }
}
