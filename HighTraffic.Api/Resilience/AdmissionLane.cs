using System.Diagnostics;
using System.Threading.RateLimiting;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// A bounded number of places for work of one kind, and a short queue for them. The newest request is served first: past the limit of
/// what can be served, first-in-first-out would serve each request just before its deadline, and many of them in vain.
/// </summary>
/// <param name="places">Requests worked on at once.</param>
/// <param name="queued">Requests that wait at most.</param>
/// <param name="timeout">The budget of a request.</param>
internal sealed class AdmissionLane(int places, int queued, TimeSpan timeout) : IDisposable
{
    // A burst may wait for this long. When no place has been free for as long, it is no burst, and waiting only adds to the latency: from
    // then on a request waits no longer than it takes until the next place is free, about (the idea of CoDel, RFC 8289).
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private const double NewestShare = 0.1;

    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = places,
        QueueLimit = queued,
        QueueProcessingOrder = QueueProcessingOrder.NewestFirst,
    });

    private long _fullSince;
    private double _workSeconds;

    /// <summary>What the work of a request takes lately.</summary>
    private TimeSpan Work => TimeSpan.FromSeconds(Volatile.Read(ref _workSeconds));

    /// <summary>Waits for a place.</summary>
    /// <param name="budget">The request's time.</param>
    /// <returns>The place, to be disposed of after the work; null if there is none in time.</returns>
    public async ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget)
    {
        var place = _places.AttemptAcquire();
        if (place.IsAcquired)
        {
            Volatile.Write(ref _fullSince, 0);
            return new Place(this, place);
        }

        Interlocked.CompareExchange(ref _fullSince, Stopwatch.GetTimestamp(), 0);
        var patience = Patience(budget);
        if (patience <= TimeSpan.Zero)
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

    private TimeSpan Patience(RequestBudget budget)
    {
        // Work that takes nearly the whole budget must not keep everybody out for good.
        var work = Work < timeout / 2 ? Work : timeout / 2;
        var left = timeout - budget.Elapsed - work;
        var fullSince = Volatile.Read(ref _fullSince);
        var isBurst = fullSince == 0 || Stopwatch.GetElapsedTime(fullSince) < LongestWait;
        var longest = isBurst ? LongestWait : TimeSpan.FromTicks(Math.Clamp(work.Ticks / 2, ShortestWait.Ticks, LongestWait.Ticks));
        return left < longest ? left : longest;
    }

    private sealed class Place(AdmissionLane lane, RateLimitLease lease) : IDisposable
    {
        private readonly long _enteredAt = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            // Two that write at once lose one of the measurements, which does no harm.
            var work = Volatile.Read(ref lane._workSeconds);
            Volatile.Write(ref lane._workSeconds, work + (NewestShare * (Stopwatch.GetElapsedTime(_enteredAt).TotalSeconds - work)));
            lease.Dispose();
        }
    }
}
