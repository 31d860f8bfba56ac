using System.Text;

namespace HighTraffic.Api.Hosting;

/// <summary>Configures the HTTP server.</summary>
internal static class HttpServer
{
    /// <summary>The largest request body, in bytes. Nginx has the same limit.</summary>
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

            // Nginx limits the headers of a request to 32 KB and adds some of its own. Kestrel must accept what Nginx lets through, because its
            // own rejections are no problem details.
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 1_000;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
