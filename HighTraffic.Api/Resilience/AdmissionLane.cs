namespace HighTraffic.Api.Resilience;

/// <summary>
/// A fixed number of slots for one kind of work, and a queue for them that never grows longer than what can be served soon. By Little's law,
/// the wait is the queue length times the average duration of the work, divided by the slots. Waiting clients take turns.
/// </summary>
/// <param name="slots">The number of slots: how many requests are served concurrently.</param>
/// <param name="queued">The maximum length of the queue.</param>
/// <param name="timeout">The time budget of a request.</param>
/// <param name="time">The clock that measures the work.</param>
/// <param name="isFair">Whether clients take turns; otherwise the queue is first in, first out.</param>
internal sealed class AdmissionLane(int slots, int queued, TimeSpan timeout, TimeProvider time, bool isFair = true)
{
    // Long enough for a burst, and short enough that clients wait rather than retry.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private const double NewestShare = 0.1;

    private readonly Lock _lock = new();
    private readonly FairQueue<Waiter> _waiting = new();
    private int _taken;
    private double _workSeconds;

    private TimeProvider Time => time;

    /// <summary>Waits for a slot.</summary>
    /// <param name="budget">The time budget of the request, and its client.</param>
    /// <returns>
    /// The slot, to be disposed after the work. Null at once if none will be free in time, or later if another client displaces the request.
    /// </returns>
    public async ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget)
    {
        Waiter? waiter, displaced;
        TimeSpan patience;
        lock (_lock)
        {
            if (_taken < slots)
            {
                _taken++;
                return new Slot(this);
            }

            patience = Patience(budget);
            waiter = TryQueue(isFair ? budget.Client : "", patience, out displaced);
        }

        displaced?.Slot.TrySetResult(null);
        if (waiter is null)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(budget.ClientGone);
        limit.CancelAfter(patience);
        await using (limit.Token.UnsafeRegister(_ => Leave(waiter), null))
        {
            return await waiter.Slot.Task;
        }
    }

    private Waiter? TryQueue(string client, TimeSpan patience, out Waiter? displaced)
    {
        displaced = null;

        // With turns, at most one request of every other client is served before this client's first, two before its second, and so on.
        var own = _waiting.CountOf(client) + 1;
        var clients = _waiting.Clients + (own == 1 ? 1 : 0);
        if (patience <= TimeSpan.Zero || WaitAt(Math.Min((long)own * clients, _waiting.Count + 1)) > patience)
        {
            return null;
        }

        if (_waiting.Count >= queued || WaitAt(_waiting.Count + 1) > LongestWait)
        {
            // The queue is full. The client with the most waiting requests loses one, unless that is this client.
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

        waiter.Slot.TrySetResult(null);
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

        next.Slot.SetResult(new Slot(this));
    }

    private TimeSpan WaitAt(long position) => TimeSpan.FromSeconds(position * _workSeconds / slots);

    // Leave time for the work itself, but at most half the budget: if recent work took nearly all of it, every request would be refused for
    // good.
    private TimeSpan Patience(RequestBudget budget)
    {
        var work = TimeSpan.FromSeconds(_workSeconds);
        var left = timeout - budget.Elapsed - (work < timeout / 2 ? work : timeout / 2);
        return left < LongestWait ? left : LongestWait;
    }

    private sealed class Waiter
    {
        // Continue on another thread: the one that frees the slot has a response to send.
        public TaskCompletionSource<IDisposable?> Slot { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public FairQueue<Waiter>.Node? Node { get; set; }
    }

    private sealed class Slot(AdmissionLane lane) : IDisposable
    {
        private readonly long _enteredAt = lane.Time.GetTimestamp();

        public void Dispose() => lane.Release(lane.Time.GetElapsedTime(_enteredAt));
    }
}
