using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Quotas;

/// <summary>Limits how many event streams a client holds open in this replica: each costs memory and a connection for as long as it lasts.</summary>
internal sealed class EventStreams(IOptions<QuotaOptions> options)
{
    /// <summary>The <c>Retry-After</c> of a client that has too many, in seconds.</summary>
    public const string RetryAfterSeconds = "10";

    private readonly ConcurrentDictionary<string, int> _open = new();
    private readonly int _most = options.Value is { Enabled: true, EventStreams: > 0 and var most } ? most : int.MaxValue;

    /// <summary>Opens a stream.</summary>
    /// <param name="client">The client.</param>
    /// <returns>The stream, to be disposed when it ends; null if the client has too many.</returns>
    public IDisposable? TryOpen(string client)
    {
        while (true)
        {
            var open = _open.GetOrAdd(client, 0);
            if (open >= _most)
            {
                return null;
            }

            if (_open.TryUpdate(client, open + 1, open))
            {
                return new Stream(this, client);
            }
        }
    }

    private void Close(string client)
    {
        while (_open.TryGetValue(client, out var open))
        {
            if (open == 1 ? _open.TryRemove(new(client, open)) : _open.TryUpdate(client, open - 1, open))
            {
                return;
            }
        }
    }

    private sealed class Stream(EventStreams streams, string client) : IDisposable
    {
        private int _isClosed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                streams.Close(client);
            }
        }
    }
}
