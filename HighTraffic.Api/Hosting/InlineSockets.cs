namespace HighTraffic.Api.Hosting;

/// <summary>
/// Handles a request entirely on the thread that found its socket ready, instead of waking another one. This nearly halves the CPU time of a
/// request (docs/performance.md). A blocking call on such a thread stops all its connections, so the build forbids blocking calls
/// (BannedSymbols.txt), and <see cref="SocketThreadWatch"/> reports blocked threads.
/// </summary>
internal static class InlineSockets
{
    // The runtime has no other switch for this. It reads the variable when the first socket is used.
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
