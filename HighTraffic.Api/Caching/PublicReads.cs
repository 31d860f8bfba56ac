using HighTraffic.Api.Telemetry;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Gets the response to a public read: from this replica's memory, then from Redis, and otherwise by computing it once in the whole fleet.
/// Replicas that hold the previous response serve it meanwhile; the others wait.
/// </summary>
internal sealed class PublicReads(
    LocalCache local, SharedCache shared, RecomputationLock locks, Flights flights, LocalTagVersions localVersions, TimeProvider time)
{
    // How often a replica looks for a response that another one is computing. It is short compared to a computation.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>The current entry in this replica's memory, or null.</summary>
    public CacheEntry? FindLocal(string key) => local.Find(key);

    /// <summary>Finds or computes the response.</summary>
    /// <param name="read">The read.</param>
    /// <param name="compute">Runs the handler, which leaves its outcome in the computation.</param>
    /// <returns>The result.</returns>
    public async Task<ReadResult> GetAsync(PublicRead read, Func<Computation, Task> compute)
    {
        var asked = time.GetUtcNow();
        while (true)
        {
            var flight = flights.Join(read.Key, out var own);
            if (own is { } lead)
            {
                return await LeadAsync(read, compute, lead);
            }

            var result = await flight;
            if (result is { Held: null, Refusal: null })
            {
                return await ComputeAsync(read, compute, [], CacheOutcome.Miss);
            }

            if (result.Refusal is { IsPersonal: true })
            {
                // Another client's quota does not apply to this request.
                continue;
            }

            // Otherwise the computation may have missed a write made before this request. The next flight will not.
            if (result.Held is null || result.IsLastResort || result.Held.IsNewEnough(asked, localVersions))
            {
                return result.Outcome == CacheOutcome.Miss ? result with { Outcome = CacheOutcome.Collapsed, Milliseconds = null } : result;
            }
        }
    }

    /// <summary>Computes the response even if one is cached.</summary>
    public async Task<ReadResult> RefreshAsync(PublicRead read, Func<Computation, Task> compute)
    {
        var lookup = await shared.FindAsync(read);
        return await ComputeAsync(read, compute, lookup.TagVersions ?? [], CacheOutcome.Refresh);
    }

    /// <summary>Computes the response without storing it.</summary>
    public async Task<ReadResult> BypassAsync(PublicRead read, Func<Computation, Task> compute)
    {
        var computation = new Computation(read, time.GetUtcNow(), []);
        await compute(computation);
        return computation switch
        {
            { Refusal: { } refusal } => ReadResult.Refused(refusal),
            { CachedResponse: { } answer } => new ReadResult(
                new CacheEntry(answer, computation.StartedAt, read.FreshFor(answer), [], version: 0), CacheOutcome.Bypass, Milliseconds: computation.Milliseconds),
            _ => default,
        };
    }

    /// <summary>Stores the coding that was encoded for this request, so that it is not encoded again.</summary>
    public Task KeepFormAsync(PublicRead read, CacheEntry held)
    {
        local.Keep(read.Key, held);
        return shared.StoreAsync(read, held.CachedResponse);
    }

    private async Task<ReadResult> LeadAsync(PublicRead read, Func<Computation, Task> compute, Flights.Flight lead)
    {
        try
        {
            var result = await FindOrComputeAsync(read, compute, lead);
            lead.End(result);
            return result;
        }
        catch (Exception exception)
        {
            lead.Fail(exception);
            throw;
        }
    }

    private async Task<ReadResult> FindOrComputeAsync(PublicRead read, Func<Computation, Task> compute, Flights.Flight lead)
    {
        var (lookup, held) = await FindSharedAsync(read);
        if (!lookup.IsReachable)
        {
            // Without Redis, computations are collapsed within this process only.
            return await ComputeAsync(read, compute, [], CacheOutcome.Miss, local.FindAny(read.Key));
        }

        if (held is null)
        {
            return await ComputeInTurnAsync(read, compute);
        }

        var hit = Hit(read, held);
        if (time.GetUtcNow() < held.FreshUntil)
        {
            return hit;
        }

        // The other requests get the stale response; only this one waits for the next.
        lead.End(hit);
        var attempt = await TryTakeTurnAsync(read);
        return attempt.Turn is null ? hit : await ComputeOnceAsync(read, compute, attempt, held);
    }

    private async Task<ReadResult> ComputeInTurnAsync(PublicRead read, Func<Computation, Task> compute)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var attempt = await TryTakeTurnAsync(read);
            if (attempt.Turn is not null || time.GetElapsedTime(start) > RecomputationLock.Lifetime)
            {
                return await ComputeOnceAsync(read, compute, attempt, previous: null);
            }

            if (attempt.Latest is not null)
            {
                return Hit(read, attempt.Latest);
            }

            await Task.Delay(PollInterval, time);
        }
    }

    // Redis executes commands in order, so the lookup sees the state as of taking the lock, in the same round trip.
    private async Task<TurnAttempt> TryTakeTurnAsync(PublicRead read)
    {
        var taking = locks.TryTakeAsync(read.Key);
        var (lookup, latest) = await FindSharedAsync(read);
        return new TurnAttempt(await taking, lookup, latest);
    }

    // Another replica may have stored the response between the first lookup and the lock.
    private async Task<ReadResult> ComputeOnceAsync(PublicRead read, Func<Computation, Task> compute, TurnAttempt attempt, CacheEntry? previous)
    {
        await using var turn = attempt.Turn;
        return attempt.Latest is { } latest && time.GetUtcNow() < latest.FreshUntil
            ? Hit(read, latest)
            : await ComputeAsync(read, compute, attempt.Lookup.TagVersions ?? [], CacheOutcome.Miss, previous, isConfirmed: true, turn);
    }

    // A previous response is better than none. If Redis has just confirmed that it was not evicted, it is served under overload too; otherwise
    // only if the database does not respond.
    private async Task<ReadResult> ComputeAsync(
        PublicRead read, Func<Computation, Task> compute, RedisValue[] versions, CacheOutcome outcome, CacheEntry? previous = null, bool isConfirmed = false,
        RecomputationLock.Turn? turn = null)
    {
        var slots = localVersions.SlotsOf(read.Tags);
        var version = localVersions.Sum(slots);
        var computation = new Computation(read, time.GetUtcNow(), versions);
        try
        {
            await compute(computation);
        }
        catch (Exception) when (previous is not null)
        {
            return ReadResult.LastResort(previous);
        }

        if (computation.Refusal is { } refusal)
        {
            return previous is not null && (isConfirmed || refusal.Reason is not (ShedReason.Concurrency or ShedReason.Quota))
                ? ReadResult.LastResort(previous)
                : ReadResult.Refused(refusal);
        }

        if (computation.CachedResponse is not { } answer)
        {
            return default;
        }

        var held = new CacheEntry(answer, computation.StartedAt, read.FreshFor(answer), slots, version);
        if (!read.IsStorable)
        {
            return new ReadResult(held, outcome, Milliseconds: computation.Milliseconds);
        }

        local.Keep(read.Key, held);
        if (versions.Length > 0)
        {
            // Release the lock right after the response is stored, in the same round trip.
            var storing = shared.StoreAsync(read, answer);
            await Task.WhenAll(storing, turn?.ReleaseAsync() ?? Task.CompletedTask);
        }

        return new ReadResult(held, outcome, Milliseconds: computation.Milliseconds);
    }

    private async Task<(SharedLookupResult Lookup, CacheEntry? Held)> FindSharedAsync(PublicRead read)
    {
        var (start, slots) = (time.GetUtcNow(), localVersions.SlotsOf(read.Tags));
        var version = localVersions.Sum(slots);
        var lookup = await shared.FindAsync(read);
        return (lookup, lookup.CachedResponse is { } answer ? new CacheEntry(answer, start, read.FreshFor(answer), slots, version) : null);
    }

    private ReadResult Hit(PublicRead read, CacheEntry held)
    {
        local.Keep(read.Key, held);
        return new ReadResult(held, CacheOutcome.SharedHit);
    }

    private readonly record struct TurnAttempt(RecomputationLock.Turn? Turn, SharedLookupResult Lookup, CacheEntry? Latest);
}
