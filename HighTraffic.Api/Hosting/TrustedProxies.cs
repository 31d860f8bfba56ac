using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace HighTraffic.Api.Hosting;

/// <summary>Lets the proxies of <c>HighTraffic:TrustedProxies</c>, and nobody else, say where a request came from and to which public address.</summary>
internal static class TrustedProxies
{
    private const string Key = "HighTraffic:TrustedProxies";

    public static void AddTrustedProxies(this IHostApplicationBuilder builder)
    {
        var networks = Parse(builder.Configuration[Key]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

            // One Nginx is in front: only what it wrote itself, the last entry, can be believed.
            options.ForwardLimit = 1;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>Reads a list of CIDRs; loopback if there is none.</summary>
    /// <exception cref="InvalidOperationException">An entry is no CIDR.</exception>
    internal static IReadOnlyList<IPNetwork> Parse(string? list)
    {
        if (string.IsNullOrWhiteSpace(list))
        {
            list = "127.0.0.0/8,::1/128";
        }

        return [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(entry =>
            IPNetwork.TryParse(entry, out var network)
                ? network
                : throw new InvalidOperationException($"{Key} holds '{entry}', which is no network like 10.0.0.0/8."))];
    }
}
