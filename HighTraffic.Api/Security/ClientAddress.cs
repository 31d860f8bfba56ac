using System.Net;
using System.Net.Sockets;

namespace HighTraffic.Api.Security;

/// <summary>Identifies an anonymous client by its address.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The address. For IPv6 it is the /64 network: a subscriber gets a whole one and can use any address in it.</summary>
    public static string Name(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
