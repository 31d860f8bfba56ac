namespace HighTraffic.Api.Hosting;

/// <summary>Sets up the HTTP server.</summary>
internal static class HttpServer
{
    /// <summary>The largest body of a request, in bytes; Nginx is set to the same.</summary>
    public const int MaxRequestBodySize = 1024 * 1024;

    public static void AddHttpServer(this WebApplicationBuilder builder)
    {
        builder.AddTrustedProxies();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = builder.Configuration.GetValue<bool>("HighTraffic:InlineSockets"));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
