using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace HighTraffic.Api.Hosting;

/// <summary>
/// Trusts the forwarded headers of the proxies in <c>HighTraffic:TrustedProxies</c> only: the client's address, the public scheme and the
/// public host.
/// </summary>
internal static class TrustedProxies
{
    private const string Key = "HighTraffic:TrustedProxies";

    public static void AddTrustedProxies(this IHostApplicationBuilder builder)
    {
        var networks = Parse(builder.Configuration[Key]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

            // There is one Nginx in front, so only the last entry, which it wrote, can be trusted.
            options.ForwardLimit = 1;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>Parses a list of CIDR networks. The default is the loopback addresses.</summary>
    /// <exception cref="InvalidOperationException">An entry is not a CIDR network.</exception>
    internal static IReadOnlyList<IPNetwork> Parse(string? list)
    {
        if (string.IsNullOrWhiteSpace(list))
        {
            list = "127.0.0.0/8,::1/128";
        }

        return [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(entry =>
            IPNetwork.TryParse(entry, out var network)
                ? network
                : throw new InvalidOperationException($"{Key} contains '{entry}', which is not a network such as 10.0.0.0/8."))];
    }
}
