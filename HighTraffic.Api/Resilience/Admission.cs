using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Resilience;

/// <summary>Lets in as much uncached work as the database has connections for; more at once only makes all of it slow.</summary>
internal sealed class Admission(IOptions<LoadLimitOptions> limits, TimeProvider time)
{
    private readonly AdmissionLane _all = Lane(limits.Value.ConcurrentRequests, limits.Value, time);
    private readonly AdmissionLane _searches = Lane(limits.Value.ConcurrentSearches, limits.Value, time);

    /// <summary>Waits for a place.</summary>
    /// <param name="budget">The request's time.</param>
    /// <param name="isSearch">Whether the work is a search, which needs a place among the searches first.</param>
    /// <returns>The place, to be disposed of after the work; null if there is none in time.</returns>
    public ValueTask<IDisposable?> TryEnterAsync(RequestBudget budget, bool isSearch) =>
        isSearch ? TryEnterSearchAsync(budget) : _all.TryEnterAsync(budget);

    private static AdmissionLane Lane(int places, LoadLimitOptions limits, TimeProvider time) =>
        new(places, limits.QueuedRequests, limits.Timeout, time, limits.FairQueue);

    private async ValueTask<IDisposable?> TryEnterSearchAsync(RequestBudget budget)
    {
        if (await _searches.TryEnterAsync(budget) is not { } search)
        {
            return null;
        }

        if (await _all.TryEnterAsync(budget) is { } place)
        {
            return new SearchPlace(search, place);
        }

        search.Dispose();
        return null;
    }

    private sealed class SearchPlace(IDisposable search, IDisposable place) : IDisposable
    {
        public void Dispose()
        {
            place.Dispose();
            search.Dispose();
        }
    }
}
