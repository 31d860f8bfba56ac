using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Engine;

/// <summary>Gives endpoints their ports.</summary>
internal static class Ports
{
    public const string Loopback = "127.0.0.1";
    private const int Lowest = 10_000;
    private static readonly HashSet<int> Given = [];

    /// <summary>Finds the port of an endpoint: the declared one, or any free one.</summary>
    /// <exception cref="DistributedApplicationException">The declared one is taken.</exception>
    public static int Allocate(IResource resource, EndpointAnnotation endpoint, bool fixedPorts)
    {
        if (!fixedPorts || endpoint.Port is not { } port)
        {
            return Free();
        }

        var where = string.Create(CultureInfo.InvariantCulture, $"Port {port}, the {endpoint.Name} port of '{resource.Name}',");
        return Probe(port) switch
        {
            SocketError.Success => port,
            SocketError.AccessDenied => throw new DistributedApplicationException($"{where} is one that only root may listen on; choose one above 1023."),
            _ => throw new DistributedApplicationException($"{where} is taken by another program; end that program or give the endpoint another port."),
        };
    }

    /// <summary>
    /// Finds a free port below the range from which the kernel takes the local ports of outgoing connections: under load
    /// one of those could take the port while its server restarts.
    /// </summary>
    public static int Free()
    {
        var end = EphemeralRangeStart();
        lock (Given)
        {
            for (var tries = 0; tries < 1_000; tries++)
            {
                var port = RandomNumberGenerator.GetInt32(Lowest, end);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }

        throw new DistributedApplicationException("No free port was found on the loopback address; end some of the programs that listen there.");
    }

    private static int EphemeralRangeStart()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range");
        var start = int.Parse(range.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
        return start > Lowest + 1_000 ? start : IPEndPoint.MaxPort;
    }

    public static bool IsFree(int port) => Probe(port) == SocketError.Success;

    private static SocketError Probe(int port)
    {
        // A listener on all addresses takes the port too, although a bind to the loopback address alone would succeed beside it.
        if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port))
        {
            return SocketError.AddressAlreadyInUse;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return SocketError.Success;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode;
        }
    }
}
