namespace HighTraffic.Api.Resilience;

/// <summary>
/// A bounded number of places for work of one kind, and a queue for them that is never longer than what can be served soon: by Little's law
/// the wait is the length of the queue times the usual time of the work, divided by the places. Clients that wait get places in turns.
/// </summary>
/// <param name="places">Requests worked on at once.</param>
/// <param name="queued">Requests that wait at most.</param>
/// <param name="timeout">The budget of a request.</param>
/// <param name="time">The clock that the work is measured by.</param>
/// <param name="isFair">Whether clients take turns; otherwise all requests count as one client's: first in, first out.</param>
internal sealed class AdmissionLane(int places, int queued, TimeSpan timeout, TimeProvider time, bool isFair = true)
{
    // Long enough for a burst, short enough that a client rather waits than tries again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private const double NewestShare = 0.1;

    private readonly Lock _lock = new();
    private readonly FairQueue<Waiter> _waiting = new();
    private int _taken;
    private double _workSeconds;

    private TimeProvider Time => time;

    /// <summary>Waits for a place.</summary>
    /// <param name="budget">The request's time, and its client.</param>
    /// <returns>The place, to be disposed of after the work; null at once if there will be none in time, and later if it goes to another client.</returns>
    public async ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget)
    {
        Waiter? waiter, displaced;
        TimeSpan patience;
        lock (_lock)
        {
            if (_taken < places)
            {
                _taken++;
                return new Place(this);
            }

            patience = Patience(budget);
            waiter = TryQueue(isFair ? budget.Client : "", patience, out displaced);
        }

        displaced?.Place.TrySetResult(null);
        if (waiter is null)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(budget.ClientGone);
        limit.CancelAfter(patience);
        await using (limit.Token.UnsafeRegister(_ => Leave(waiter), null))
        {
            return await waiter.Place.Task;
        }
    }

    private Waiter? TryQueue(string client, TimeSpan patience, out Waiter? displaced)
    {
        displaced = null;

        // In turns, at most one request of each client goes before the first of this one, two before its second, and so on.
        var own = _waiting.CountOf(client) + 1;
        var clients = _waiting.Clients + (own == 1 ? 1 : 0);
        if (patience <= TimeSpan.Zero || WaitAt(Math.Min((long)own * clients, _waiting.Count + 1)) > patience)
        {
            return null;
        }

        if (_waiting.Count >= queued || WaitAt(_waiting.Count + 1) > LongestWait)
        {
            // Somebody has to go: the client that has the most waiting, unless that would be this one.
            if (_waiting.LongestCount <= own)
            {
                return null;
            }

            displaced = _waiting.RemoveNewestOfLongest();
        }

        var waiter = new Waiter();
        waiter.Node = _waiting.Enqueue(client, waiter);
        return waiter;
    }

    private void Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter.Node!))
            {
                return;
            }
        }

        waiter.Place.TrySetResult(null);
    }

    private void Release(TimeSpan work)
    {
        Waiter? next;
        lock (_lock)
        {
            _workSeconds += NewestShare * (work.TotalSeconds - _workSeconds);
            if (!_waiting.TryDequeue(out next))
            {
                _taken--;
                return;
            }
        }

        next.Place.SetResult(new Place(this));
    }

    private TimeSpan WaitAt(long position) => TimeSpan.FromSeconds(position * _workSeconds / places);

    // What the work itself will take is no time to wait. But work that lately took nearly the whole budget must not keep everybody out for good.
    private TimeSpan Patience(RequestBudget budget)
    {
        var work = TimeSpan.FromSeconds(_workSeconds);
        var left = timeout - budget.Elapsed - (work < timeout / 2 ? work : timeout / 2);
        return left < LongestWait ? left : LongestWait;
    }

    private sealed class Waiter
    {
        // Not on the thread that frees the place, which has an answer to send.
        public TaskCompletionSource<IDisposable?> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public FairQueue<Waiter>.Node? Node { get; set; }
    }

    private sealed class Place(AdmissionLane lane) : IDisposable
    {
        private readonly long _enteredAt = lane.Time.GetTimestamp();

        public void Dispose() => lane.Release(lane.Time.GetElapsedTime(_enteredAt));
    }
}
