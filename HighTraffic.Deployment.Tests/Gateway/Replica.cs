using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A stand-in for a replica of the API. It answers with its address, and drains as the API does directly behind Nginx.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly WebApplication _server;
    private Socket? _listener;
    private int _connections;
    private volatile bool _draining;

    private Replica(IPAddress machine, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => _listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(machine, port, listen => listen.Use(CountAsync)));
        _server = builder.Build();
        _server.Run(context =>
        {
            if (_draining)
            {
                context.Response.Headers.Connection = "close";
            }

            return context.Response.WriteAsync(machine.ToString());
        });
    }

    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Whether all connections are closed.</summary>
    public bool IsIdle => Volatile.Read(ref _connections) == 0;

    public static async Task<Replica> StartAsync(IPAddress machine, int port)
    {
        var replica = new Replica(machine, port);
        await replica._server.StartAsync();
        return replica;
    }

    /// <summary>Refuses new connections, and asks clients to close the others.</summary>
    public void Drain()
    {
        _draining = true;
        _listener!.Dispose();
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task CountAsync(ConnectionContext connection, Func<Task> next)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next();
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
