using System.Collections.Concurrent;

namespace HighTraffic.Api.Caching;

/// <summary>The answers that are being looked up or computed in this process now, so that of many requests for one only the first does it.</summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ServedAnswer?>> _flights = new();

    /// <summary>Waits for the flight that is under way to an answer. If there is none, starts one, which the caller has to end.</summary>
    public Task<ServedAnswer?> Join(string key, out Flight? own)
    {
        var started = new TaskCompletionSource<ServedAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights.GetOrAdd(key, started);
        own = flight == started ? new Flight(this, key, started) : null;
        return flight.Task;
    }

    /// <summary>A flight, to be ended by who started it.</summary>
    internal readonly struct Flight(Flights flights, string key, TaskCompletionSource<ServedAnswer?> completion)
    {
        /// <summary>Hands the answer to everybody who waits; null if there is none that could be shared. Only the first end counts.</summary>
        public void End(ServedAnswer? served)
        {
            Remove();
            completion.TrySetResult(served);
        }

        /// <summary>Lets everybody who waits fail alike: each trying for himself would only add to what is wrong.</summary>
        public void Fail(Exception exception)
        {
            Remove();
            if (completion.TrySetException(exception))
            {
                // Perhaps nobody waits.
                _ = completion.Task.Exception;
            }
        }

        private void Remove() => flights._flights.TryRemove(new(key, completion));
    }
}
