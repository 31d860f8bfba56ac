using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.BrowserTests;

/// <summary>The whole app on the real servers, with little data and with the dashboard, started once for all tests.</summary>
public sealed class AppWithDashboard : IAsyncLifetime
{
    public const string ApiKey = "a-key-for-tests-only-0123456789";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The app has not been started.");

    /// <summary>The address that the AppHost prints for a person.</summary>
    public string LoginAddress
    {
        get
        {
            var configuration = App.Services.GetRequiredService<IConfiguration>();
            return $"{configuration["ASPNETCORE_URLS"]}/login?t={configuration["AppHost:BrowserToken"]}";
        }
    }

    /// <summary>The public address.</summary>
    public string HomeAddress => App.GetEndpoint("gateway", "http").ToString();

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            [
                "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Seed:Products=200", "--HighTraffic:Seed:Users=20",
                "--HighTraffic:Api:Replicas=2", $"--Parameters:api-key={ApiKey}",
            ],
            (options, _) => options.DisableDashboard = false,
            limit.Token);
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", limit.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("worker", limit.Token);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>A client of the public address, with the API key.</summary>
    public HttpClient Gateway()
    {
        var client = new HttpClient { BaseAddress = App.GetEndpoint("gateway", "http") };
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return client;
    }
}
