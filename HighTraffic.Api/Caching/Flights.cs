using System.Collections.Concurrent;

namespace HighTraffic.Api.Caching;

/// <summary>
/// The lookups and computations in flight in this process. Of many concurrent requests for a response, only the first does the work.
/// </summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadResult>> _flights = new();

    /// <summary>Joins the flight for a response, or starts one, which the caller must then end.</summary>
    public Task<ReadResult> Join(string key, out Flight? own)
    {
        var started = new TaskCompletionSource<ReadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights.GetOrAdd(key, started);
        own = flight == started ? new Flight(this, key, started) : null;
        return flight.Task;
    }

    /// <summary>A flight. The request that started it must end it.</summary>
    internal readonly struct Flight(Flights flights, string key, TaskCompletionSource<ReadResult> completion)
    {
        /// <summary>Gives the result to all waiting requests. Only the first call has an effect.</summary>
        public void End(ReadResult result)
        {
            Remove();
            completion.TrySetResult(result);
        }

        /// <summary>Fails all waiting requests. Retrying each of them would only add load.</summary>
        public void Fail(Exception exception)
        {
            Remove();
            if (completion.TrySetException(exception))
            {
                // Observe the exception: there may be no waiting request to do it.
                _ = completion.Task.Exception;
            }
        }

        private void Remove() => flights._flights.TryRemove(new(key, completion));
    }
}
