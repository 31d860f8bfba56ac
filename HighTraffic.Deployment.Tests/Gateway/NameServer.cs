using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A stand-in for Docker's name server: a name resolves to the addresses of the running containers, or is unknown (RFC 1035).</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int HeaderLength = 12;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile IPAddress[] _addresses = [];

    public NameServer() => _loop = AnswerAsync();

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <summary>Sets the addresses of the name.</summary>
    public void Set(params IPAddress[] addresses) => _addresses = addresses;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            var query = await _socket.ReceiveAsync(_stop.Token);
            await _socket.SendAsync(Answer(query.Buffer), query.RemoteEndPoint, _stop.Token);
        }
    }

    private byte[] Answer(byte[] query)
    {
        var addresses = _addresses;
        var question = query.AsSpan(HeaderLength, query.AsSpan(HeaderLength).IndexOf((byte)0) + 5);
        byte[] answer = [.. query.AsSpan(0, HeaderLength), .. question, .. addresses.SelectMany(Record)];
        const ushort Response = 0x8180;
        const ushort NameError = 3;
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), addresses.Length > 0 ? Response : (ushort)(Response | NameError));
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)addresses.Length);
        answer.AsSpan(8, 4).Clear();
        return answer;
    }

    // The name of the question, type A, class IN, a second to live.
    private static byte[] Record(IPAddress address) => [0xC0, HeaderLength, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, .. address.GetAddressBytes()];
}
