using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace HighTraffic.Api.Hosting;

/// <summary>The sockets that Kestrel listens on, so that a drain can close them before the server stops.</summary>
internal sealed class ListenSockets
{
    private readonly List<Socket> _sockets = [];

    /// <summary>Opens a socket in the way that Kestrel would.</summary>
    public Socket Open(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>Refuses new connections from now on. Kestrel treats a closed socket as unbound, and keeps serving its open connections.</summary>
    public void Close() => _sockets.ForEach(socket => socket.Dispose());
}
