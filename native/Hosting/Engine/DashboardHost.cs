using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using HighTraffic.Native.Dashboard;
using HighTraffic.Native.Dashboard.Resources;
using HighTraffic.Native.Dashboard.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Engine;

/// <summary>Runs the dashboard in the AppHost's process, and tells it what the resources are doing.</summary>
internal sealed class DashboardHost(
    EngineOptions options,
    IConfiguration configuration,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands) : IHostedService, IAsyncDisposable
{
    private const string Addresses = "ASPNETCORE_URLS";
    private const string Token = "AppHost:BrowserToken";
    private const string Key = "AppHost:OtlpApiKey";
    private const int UsualPort = 18888;
    private readonly CancellationTokenSource _stopping = new();
    private DashboardOptions? _dashboardOptions;
    private DashboardApp? _dashboard;
    private Task _watch = Task.CompletedTask;

    /// <summary>Whether the engine is to bring a dashboard: not if the telemetry is to go elsewhere.</summary>
    public static bool IsWanted(DistributedApplicationOptions options, IConfiguration configuration) =>
        !options.DisableDashboard
        && !configuration.GetValue("AppHost:DisableDashboard", false)
        && (TelemetryTarget.Read(configuration) is null || IsOfLaunchProfile(configuration));

    /// <summary>Takes the ports, and tells the projects where to send to and the announcement where to look.</summary>
    /// <exception cref="DistributedApplicationException">A configured port is taken, or an address has none.</exception>
    public void Reserve()
    {
        if (_dashboardOptions is not null)
        {
            return;
        }

        var web = Port(configuration[Addresses]?.Split(';')[0], Addresses) ?? (options.FixedPorts && Ports.IsFree(UsualPort) ? UsualPort : Ports.Free());
        var grpc = Port(configuration[TelemetryTarget.DashboardEndpoint], TelemetryTarget.DashboardEndpoint) ?? Ports.Free();
        var token = configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] is { Length: > 0 } chosen ? chosen : Secrets.Create();
        _dashboardOptions = new DashboardOptions(options.ApplicationName.Replace(".AppHost", "", StringComparison.Ordinal), web, grpc, token, Secrets.Create());

        // Where Aspire keeps them, so that what reads them there needs to know nothing of this engine.
        configuration[Addresses] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{web}");
        configuration[TelemetryTarget.DashboardEndpoint] = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{grpc}");
        configuration[Token] = token;
        configuration[Key] = _dashboardOptions.OtlpKey;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Reserve();
        _dashboard = new DashboardApp(_dashboardOptions!, new EngineAccess(ExecuteAsync, ReadConsole, WatchConsoleAsync));
        await _dashboard.StartAsync(cancellationToken);
        _watch = WatchAsync(_dashboard.Resources, _stopping.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_dashboard is not null)
        {
            await _dashboard.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        if (_dashboard is not null)
        {
            await _dashboard.DisposeAsync();
        }
    }

    // A launch profile carries the addresses for Aspire's dashboard, and ours takes its place.
    private static bool IsOfLaunchProfile(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["DOTNET_LAUNCH_PROFILE"]);

    private static int? Port(string? address, string setting)
    {
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || !uri.IsLoopback)
        {
            throw new DistributedApplicationException(
                $"{setting} is '{address}', but the dashboard serves http on the loopback address only; give it an address like http://localhost:18888.");
        }

        return Ports.IsFree(uri.Port) ? uri.Port : throw new DistributedApplicationException(string.Create(
            CultureInfo.InvariantCulture,
            $"Port {uri.Port}, which {setting} gives to the dashboard, is taken by another program; end that program or choose another port."));
    }

    private async Task WatchAsync(ResourceBoard board, CancellationToken stopping)
    {
        // In the order of their declaration, whatever starts first.
        foreach (var resource in model.Resources.Where(resource => resource is not ParameterResource))
        {
            foreach (var id in Ids(resource))
            {
                board.Set(await ResourceViews.MakeAsync(model, new ResourceEvent(resource, id, ResourceViews.Unknown(resource)), [_dashboardOptions!.OtlpKey], stopping));
            }
        }

        await foreach (var change in notifications.WatchAsync(stopping))
        {
            board.Set(await ResourceViews.MakeAsync(model, change, [_dashboardOptions!.OtlpKey], stopping));
        }
    }

    private static IEnumerable<string> Ids(IResource resource)
    {
        var replicas = resource.GetReplicaCount();
        return replicas == 1 ? [resource.Name] : Enumerable.Range(1, replicas).Select(number => string.Create(CultureInfo.InvariantCulture, $"{resource.Name}-{number}"));
    }

    private async Task<string?> ExecuteAsync(string id, string command, CancellationToken cancellationToken)
    {
        var result = await commands.ExecuteCommandAsync(id, command, cancellationToken);
        return result.Success ? null : result.Message ?? $"The command '{command}' failed.";
    }

    private IReadOnlyList<ConsoleLine> ReadConsole(string id) => [.. logs.Read(id).Select(Convert)];

    private async IAsyncEnumerable<IReadOnlyList<ConsoleLine>> WatchConsoleAsync(
        string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in logs.WatchAsync(id).WithCancellation(cancellationToken))
        {
            yield return [.. group.Select(Convert)];
        }
    }

    private static ConsoleLine Convert(LogLine line) => new(line.LineNumber, line.Content, line.IsErrorMessage);
}
