using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A stand-in for a platform's ingress in front of an app: HTTPS only, by SNI, and 404 for any Host but the app's own name.</summary>
internal sealed class PlatformIngress : IAsyncDisposable
{
    private readonly WebApplication _server;

    private PlatformIngress(string host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            var certificate = Certificate(host);
            https.ServerCertificateSelector = (_, name) =>
            {
                ServerNames.Add(name ?? "");
                return certificate;
            };
        })));
        _server = builder.Build();
        _server.Run(context =>
        {
            if (context.Request.Host.Value != host)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return context.Response.WriteAsJsonAsync(new Received(
                context.Request.Protocol,
                context.Request.Headers["X-Forwarded-Host"].ToString(),
                context.Request.Headers["X-Forwarded-Proto"].ToString(),
                context.Request.Headers["X-Forwarded-For"].ToString()));
        });
    }

    /// <summary>The names in the handshakes so far; empty for a handshake without one.</summary>
    public ConcurrentBag<string> ServerNames { get; } = [];

    public int Port => new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<PlatformIngress> StartAsync(string host)
    {
        var ingress = new PlatformIngress(host);
        await ingress._server.StartAsync();
        return ingress;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static X509Certificate2 Certificate(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

/// <summary>What reached the app behind the ingress.</summary>
internal sealed record Received(string Protocol, string ForwardedHost, string ForwardedProto, string ForwardedFor);
