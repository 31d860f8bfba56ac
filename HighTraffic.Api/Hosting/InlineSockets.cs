namespace HighTraffic.Api.Hosting;

/// <summary>
/// Handles a request on the thread that found its socket ready, from the first byte to the last, instead of waking another one. It nearly halves
/// the processor time of a request (docs/performance.md). A call that blocks such a thread stops all its connections, so the build forbids them
/// (BannedSymbols.txt), and <see cref="SocketThreadWatch"/> tells about one.
/// </summary>
internal static class InlineSockets
{
    // The runtime has no other switch for it, and reads it when the first socket is used.
    private const string Completions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static void AddInlineSockets(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue("HighTraffic:InlineSockets", defaultValue: true))
        {
            return;
        }

        Environment.SetEnvironmentVariable(Completions, "1");
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddHostedService<SocketThreadWatch>();
    }
}
