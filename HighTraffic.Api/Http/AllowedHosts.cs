using System.Net;

namespace HighTraffic.Api.Http;

/// <summary>
/// The host names that the API accepts, because <c>Location</c> repeats the requested one: those in <c>HighTraffic:AllowedHosts</c>, IP
/// addresses, and names that no public DNS has. Nginx has the same list (hosts.conf.template).
/// </summary>
internal sealed class AllowedHosts
{
    private static readonly string[] Private = ["localhost", "local", "internal", "home.arpa"];

    private readonly bool _any;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _domains = [];

    /// <param name="list">Comma-separated names. <c>*.example.com</c> allows all subdomains, and <c>*</c> any name.</param>
    public AllowedHosts(string? list)
    {
        foreach (var name in (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "*")
            {
                _any = true;
            }
            else if (name.StartsWith("*.", StringComparison.Ordinal))
            {
                _domains.Add(name[1..]);
            }
            else
            {
                _names.Add(name);
            }
        }

        foreach (var name in Private)
        {
            _names.Add(name);
            _domains.Add($".{name}");
        }
    }

    /// <summary>Whether a host, without its port, is allowed.</summary>
    public bool Contain(string host)
    {
        // A name may end with the dot of the root: "shop.example.".
        host = host.TrimEnd('.');
        return _any || !host.Contains('.') || IPAddress.TryParse(host, out _) || _names.Contains(host)
            || _domains.Exists(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Adds the check to the service.</summary>
internal static class AllowedHostsExtensions
{
    /// <summary>Rejects all other names with 421 (RFC 9110, 15.5.20).</summary>
    public static void UseAllowedHosts(this WebApplication app)
    {
        var hosts = new AllowedHosts(app.Configuration["HighTraffic:AllowedHosts"]);
        app.Use((context, next) =>
        {
            if (hosts.Contain(context.Request.Host.Host))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
    }
}
