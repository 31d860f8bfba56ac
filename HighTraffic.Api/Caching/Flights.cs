using System.Collections.Concurrent;

namespace HighTraffic.Api.Caching;

/// <summary>The look-ups and computations in flight in this process: of many requests for a response, only the first does the work.</summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadResult>> _flights = new();

    /// <summary>Joins the flight for a response. If there is none, starts one, which the caller must end.</summary>
    public Task<ReadResult> Join(string key, out Flight? own)
    {
        var started = new TaskCompletionSource<ReadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights.GetOrAdd(key, started);
        own = flight == started ? new Flight(this, key, started) : null;
        return flight.Task;
    }

    /// <summary>A flight, to be ended by the request that started it.</summary>
    internal readonly struct Flight(Flights flights, string key, TaskCompletionSource<ReadResult> completion)
    {
        /// <summary>Gives the result to all who wait. Only the first call counts.</summary>
        public void End(ReadResult result)
        {
            Remove();
            completion.TrySetResult(result);
        }

        /// <summary>Fails all who wait: if each tried again, it would only add to the load.</summary>
        public void Fail(Exception exception)
        {
            Remove();
            if (completion.TrySetException(exception))
            {
                // Observed, because perhaps nobody waits.
                _ = completion.Task.Exception;
            }
        }

        private void Remove() => flights._flights.TryRemove(new(key, completion));
    }
}
