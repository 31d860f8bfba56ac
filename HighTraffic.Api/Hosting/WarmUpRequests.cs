using System.Diagnostics;
using HighTraffic.Api.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Hosting;

/// <summary>The requests that a new replica sends to itself. They change nothing, and take all layers: some are cached, others are not.</summary>
internal sealed partial class WarmUpRequests(IServer server, IOptions<ApiKeyOptions> key, IOptions<WarmUpOptions> options, ILogger<WarmUpRequests> logger) : IHealthCheck
{
    // Enough to keep the cores busy; more would only wait for database connections.
    private const int ConnectionsPerCore = 4;
    private const int MostConnections = 16;

    private static readonly string[] Paths =
    [
        "/api/products?pageSize=50", "/api/products/1", "/api/categories", "/api/users/by-email?email=nobody@example.com", "/api/tasks?pageSize=5",
    ];

    private volatile bool _areDone;

    /// <summary>Makes the replica unready until the requests are done.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_areDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The replica is warming up."));

    /// <summary>Sends requests for the configured time. It ends earlier if the replica is told to stop or is not reachable.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Seconds > 0 && Address() is { } address)
        {
            await SendAsync(address, cancellationToken);
        }

        _areDone = true;
    }

    private async Task SendAsync(Uri address, CancellationToken cancellationToken)
    {
        // The proxy of the environment would not know this replica.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Add(ApiKey.Header, key.Value.ApiKey);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.Seconds));
        var begunAt = Stopwatch.GetTimestamp();
        var connections = Math.Min(MostConnections, ConnectionsPerCore * Environment.ProcessorCount);
        var sent = await Task.WhenAll(Enumerable.Range(0, connections).Select(first => SendAsync(client, first, limit.Token)));
        LogWarm(sent.Sum(), Stopwatch.GetElapsedTime(begunAt).TotalSeconds);
    }

    private static async Task<int> SendAsync(HttpClient client, int first, CancellationToken cancellationToken)
    {
        var sent = 0;
        try
        {
            for (; ; sent++)
            {
                using var response = await client.GetAsync(Paths[(first + sent) % Paths.Length], cancellationToken);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return sent;
        }
    }

    private Uri? Address()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => address.StartsWith("http:", StringComparison.Ordinal));
        if (address is null)
        {
            return null;
        }

        // A wildcard is no host to connect to.
        var binding = BindingAddress.Parse(address);
        return new UriBuilder(Uri.UriSchemeHttp, binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host, binding.Port).Uri;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Warmed up with {Requests} requests in {Seconds:0.0} s.")]
    private partial void LogWarm(int requests, double seconds);
}
