using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Resilience;

/// <summary>
/// Admits as many uncached requests as there are database connections. More concurrency would only make all of them slower. Requests that share
/// a connection have a limit of their own.
/// </summary>
internal sealed class Admission(IOptions<LoadLimitOptions> limits, TimeProvider time)
{
    private readonly AdmissionLane _all = Lane(limits.Value.ConcurrentRequests, limits.Value, time);
    private readonly AdmissionLane _searches = Lane(limits.Value.ConcurrentSearches, limits.Value, time);
    private readonly AdmissionLane _batched = Lane(limits.Value.ConcurrentInserts, limits.Value, time);

    /// <summary>Waits for a slot.</summary>
    /// <param name="budget">The time budget of the request.</param>
    /// <param name="kind">What the request takes from the database. A search also needs a slot for searches.</param>
    /// <returns>The slot, to be disposed after the work; null if none becomes free in time.</returns>
    public ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget, RequestKind kind) => kind switch
    {
        RequestKind.Search => TryEnterSearchAsync(budget),
        RequestKind.Batched => _batched.TryEnterAsync(budget),
        _ => _all.TryEnterAsync(budget),
    };

    private static AdmissionLane Lane(int slots, LoadLimitOptions limits, TimeProvider time) =>
        new(slots, limits.QueuedRequests, limits.Timeout, time, limits.FairQueue);

    private async ValueTask<IDisposable?> TryEnterSearchAsync(RequestBudget budget)
    {
        if (await _searches.TryEnterAsync(budget) is not { } search)
        {
            return null;
        }

        if (await _all.TryEnterAsync(budget) is { } slot)
        {
            return new SearchSlot(search, slot);
        }

        search.Dispose();
        return null;
    }

    private sealed class SearchSlot(IDisposable search, IDisposable slot) : IDisposable
    {
        public void Dispose()
        {
            slot.Dispose();
            search.Dispose();
        }
    }
}
