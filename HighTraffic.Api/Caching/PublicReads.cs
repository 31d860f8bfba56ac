namespace HighTraffic.Api.Caching;

/// <summary>
/// Finds the answer to a public read: in this replica, then in Redis, and else by computing it, once in the whole fleet. While
/// it is computed anew, who has the last one serves that, and who has none waits.
/// </summary>
internal sealed class PublicReads(
    LocalCache local, SharedCache shared, RecomputationLock locks, Flights flights, TagEpochs epochs, TimeProvider time)
{
    // How often a replica looks for the answer that another one is computing: small beside what a computation takes.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>The answer that this replica holds, if it is current.</summary>
    public HeldAnswer? FindLocal(string key) => local.Find(key);

    /// <summary>Finds or computes the answer.</summary>
    /// <param name="read">The read.</param>
    /// <param name="compute">Computes the answer; null if what came out is not for everybody, and has been sent.</param>
    /// <returns>The answer; null if <paramref name="compute"/> sent one.</returns>
    public async Task<ServedAnswer?> GetAsync(PublicRead read, Func<Task<Answer?>> compute)
    {
        var asked = time.GetUtcNow();
        while (true)
        {
            var flight = flights.Join(read.Key, out var own);
            if (own is { } lead)
            {
                return await LeadAsync(read, compute, lead);
            }

            if (await flight is not { } served)
            {
                return await ComputeAsync(read, compute, CacheOutcome.Miss);
            }

            // Else it was long on its way; the next one begins after the question.
            if (served.IsLastResort || served.Held.IsNewEnough(asked, epochs))
            {
                return served with { Outcome = served.Outcome == CacheOutcome.Miss ? CacheOutcome.Collapsed : served.Outcome };
            }
        }
    }

    /// <summary>Computes the answer whether there is one or not.</summary>
    public async Task<ServedAnswer?> RefreshAsync(PublicRead read, Func<Task<Answer?>> compute)
    {
        read.Generations = (await shared.FindAsync(read)).Generations ?? [];
        return await ComputeAsync(read, compute, CacheOutcome.Refresh);
    }

    /// <summary>Computes the answer and keeps it nowhere.</summary>
    public async Task<ServedAnswer?> BypassAsync(PublicRead read, Func<Task<Answer?>> compute)
    {
        read.StartedAt = time.GetUtcNow();
        return await compute() is { } answer
            ? new ServedAnswer(new HeldAnswer(answer, read.StartedAt, read.Lifetime, [], epoch: 0), CacheOutcome.Bypass)
            : null;
    }

    /// <summary>Keeps a form of the answer that had to be made for this request, so that it is not made again.</summary>
    public Task KeepFormAsync(PublicRead read, HeldAnswer held)
    {
        local.Keep(read.Key, held);
        return shared.StoreAsync(read, held.Answer);
    }

    private async Task<ServedAnswer?> LeadAsync(PublicRead read, Func<Task<Answer?>> compute, Flights.Flight lead)
    {
        try
        {
            var served = await FindOrComputeAsync(read, compute, lead);
            if (served is null && read.IsRefused)
            {
                lead.Fail(new TimeoutException("The request that these wait for was refused."));
            }

            lead.End(served);
            return served;
        }
        catch (Exception) when (read.Fallback is not null)
        {
            // An answer that is past its time is better than none.
            var served = new ServedAnswer(read.Fallback, CacheOutcome.SharedHit, IsLastResort: true);
            lead.End(served);
            return served;
        }
        catch (Exception exception)
        {
            lead.Fail(exception);
            throw;
        }
    }

    private async Task<ServedAnswer?> FindOrComputeAsync(PublicRead read, Func<Task<Answer?>> compute, Flights.Flight lead)
    {
        var found = await FindSharedAsync(read);
        if (found.Lookup.IsReachable && found.Held is null)
        {
            return await ComputeInTurnAsync(read, compute, lead);
        }

        if (found.Held is null)
        {
            // Redis is gone: this process alone sees to it that there is one computation at a time.
            read.Fallback = local.FindAny(read.Key);
            return await ComputeAsync(read, compute, CacheOutcome.Miss);
        }

        var served = new ServedAnswer(found.Held, CacheOutcome.SharedHit);
        local.Keep(read.Key, found.Held);
        if (time.GetUtcNow() < found.Held.FreshUntil)
        {
            return served;
        }

        // Nobody waits for the next answer but the request that computes it.
        lead.End(served);
        await using var turn = await locks.TryTakeAsync(read.Key);
        if (turn is null)
        {
            return served;
        }

        read.Fallback = read.ConfirmedFallback = found.Held;
        return await ComputeOnceAsync(read, compute);
    }

    private async Task<ServedAnswer?> ComputeInTurnAsync(PublicRead read, Func<Task<Answer?>> compute, Flights.Flight lead)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            await using (var turn = await locks.TryTakeAsync(read.Key))
            {
                if (turn is not null || time.GetElapsedTime(start) > RecomputationLock.Lifetime)
                {
                    var computed = await ComputeOnceAsync(read, compute);
                    lead.End(computed);
                    return computed;
                }
            }

            await Task.Delay(PollInterval, time);
            if ((await FindSharedAsync(read)).Held is { } held)
            {
                local.Keep(read.Key, held);
                return new ServedAnswer(held, CacheOutcome.SharedHit);
            }
        }
    }

    // Between the look-up and the lock somebody else may have finished.
    private async Task<ServedAnswer?> ComputeOnceAsync(PublicRead read, Func<Task<Answer?>> compute)
    {
        if ((await FindSharedAsync(read)).Held is { } held && time.GetUtcNow() < held.FreshUntil)
        {
            local.Keep(read.Key, held);
            return new ServedAnswer(held, CacheOutcome.SharedHit);
        }

        return await ComputeAsync(read, compute, CacheOutcome.Miss);
    }

    private async Task<ServedAnswer?> ComputeAsync(PublicRead read, Func<Task<Answer?>> compute, CacheOutcome outcome)
    {
        var (start, slots) = (time.GetUtcNow(), epochs.SlotsOf(read.Tags));
        var epoch = epochs.Sum(slots);
        read.StartedAt = start;
        if (await compute() is not { } answer)
        {
            return read is { IsRefused: true, ConfirmedFallback: { } fallback } ? new ServedAnswer(fallback, CacheOutcome.SharedHit, IsLastResort: true) : null;
        }

        var held = new HeldAnswer(answer, start, read.Lifetime, slots, epoch);
        if (!read.IsStorable)
        {
            return new ServedAnswer(held, outcome);
        }

        local.Keep(read.Key, held);
        if (read.Generations.Length > 0)
        {
            await shared.StoreAsync(read, answer);
        }

        return new ServedAnswer(held, outcome);
    }

    private async Task<(SharedLookup Lookup, HeldAnswer? Held)> FindSharedAsync(PublicRead read)
    {
        var (start, slots) = (time.GetUtcNow(), epochs.SlotsOf(read.Tags));
        var epoch = epochs.Sum(slots);
        var lookup = await shared.FindAsync(read);
        read.Generations = lookup.Generations ?? [];
        return (lookup, lookup.Answer is { } answer ? new HeldAnswer(answer, start, read.Lifetime, slots, epoch) : null);
    }
}
