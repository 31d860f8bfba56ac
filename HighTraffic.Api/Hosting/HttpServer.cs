using System.Text;

namespace HighTraffic.Api.Hosting;

/// <summary>Sets up the HTTP server.</summary>
internal static class HttpServer
{
    /// <summary>The largest body of a request, in bytes; Nginx is set to the same.</summary>
    public const int MaxRequestBodySize = 1024 * 1024;

    public static void AddHttpServer(this WebApplicationBuilder builder)
    {
        builder.AddTrustedProxies();
        var listeners = new ListenSockets();
        builder.Services.AddSingleton(listeners);
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = listeners.Open);
        builder.AddInlineSockets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;

            // Nginx holds the headers of a request to 32 KB, and adds some; what it lets through has to be answered, if only with a
            // problem, and Kestrel's own refusals have no body.
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 1_000;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
