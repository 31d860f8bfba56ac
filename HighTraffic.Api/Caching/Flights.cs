using System.Collections.Concurrent;

namespace HighTraffic.Api.Caching;

/// <summary>The answers that are being looked up or computed in this process now, so that of many requests for one only the first does it.</summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ReadResult>> _flights = new();

    /// <summary>Waits for the flight that is under way to an answer. If there is none, starts one, which the caller has to end.</summary>
    public Task<ReadResult> Join(string key, out Flight? own)
    {
        var started = new TaskCompletionSource<ReadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights.GetOrAdd(key, started);
        own = flight == started ? new Flight(this, key, started) : null;
        return flight.Task;
    }

    /// <summary>A flight, to be ended by who started it.</summary>
    internal readonly struct Flight(Flights flights, string key, TaskCompletionSource<ReadResult> completion)
    {
        /// <summary>Hands the result to everybody who waits. Only the first end counts.</summary>
        public void End(ReadResult result)
        {
            Remove();
            completion.TrySetResult(result);
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
