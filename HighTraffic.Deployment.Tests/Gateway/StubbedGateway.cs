using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>Nginx with the gateway's templates, in front of a stand-in for the API whose responses the test defines.</summary>
internal sealed class StubbedGateway : IAsyncDisposable
{
    /// <summary>How many concurrent requests Nginx sends to the API: one limit for the address itself, and the same again as the last resort.</summary>
    public const int MaxRequests = 2 * MaxConnections;

    /// <summary>A path that Nginx caches, in every domain.</summary>
    public const string CachedPath = "/api/system/1";

    private const int MaxConnections = 2;
    private readonly WebApplication _api;
    private NginxProcess? _nginx;

    private StubbedGateway(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _api = builder.Build();
        _api.Run(context =>
        {
            Received.Enqueue($"{context.Request.Method} {context.Request.Path}");
            return handler(context);
        });
    }

    /// <summary>The requests that reached the API.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Nginx itself.</summary>
    public NginxProcess Nginx => _nginx ?? throw new InvalidOperationException("Nginx has not been started.");

    public static async Task<StubbedGateway> StartAsync(RequestDelegate handler, params (string Name, string Value)[] settings)
    {
        var gateway = new StubbedGateway(handler);
        await gateway._api.StartAsync();
        var port = new Uri(gateway._api.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        environment["API_UPSTREAM"] = Servers($" max_conns={MaxConnections}");
        environment["API_STREAMS"] = Servers("");
        gateway._nginx = await NginxProcess.StartAsync(environment);
        return gateway;

        string Servers(string limit) => string.Create(
            CultureInfo.InvariantCulture,
            $"server 127.0.0.1:{port}{limit} max_fails=2 fail_timeout=1s; server 127.0.0.1:{port}{limit} backup max_fails=0;");
    }

    /// <summary>Answers as the API does with a response that Nginx may cache: with an entity tag, and marked until the end of the second.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.ETag = "\"v1\"";
        context.Response.Headers.CacheControl = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=30";
        var now = DateTimeOffset.UtcNow;
        context.Response.Headers.Date = context.Response.Headers["X-Made"] = now.ToString("R");
        context.Response.Headers["X-Accel-Expires"] = string.Create(CultureInfo.InvariantCulture, $"@{now.ToUnixTimeSeconds()}");
        return context.Response.WriteAsync(string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")));
    }

    public Task StopApiAsync() => _api.StopAsync();

    /// <summary>Sends a GET with headers.</summary>
    public Task<RawAnswer> GetAsync(string path, params string[] headers) =>
        SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}Connection: close\r\n\r\n");

    /// <summary>Sends bytes and reads until Nginx closes the connection.</summary>
    public async Task<RawAnswer> SendAsync(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var client = await ConnectAsync(limit.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        using var received = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(received, limit.Token);
        }
        catch (IOException)
        {
            // The connection was reset, perhaps after a response to an incomplete request.
        }

        return RawAnswer.Parse(Encoding.Latin1.GetString(received.ToArray()));
    }

    /// <summary>Opens a connection with a small receive buffer, and sends the beginning of a request.</summary>
    public async Task<TcpClient> BeginAsync(string request)
    {
        var client = await ConnectAsync(CancellationToken.None);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        await _api.DisposeAsync();
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(Nginx.Address.Host, Nginx.Address.Port, cancellationToken);
        return client;
    }
}
