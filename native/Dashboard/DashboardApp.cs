using HighTraffic.Native.Dashboard.Live;
using HighTraffic.Native.Dashboard.Otlp;
using HighTraffic.Native.Dashboard.Pages;
using HighTraffic.Native.Dashboard.Resources;
using HighTraffic.Native.Dashboard.Security;
using HighTraffic.Native.Dashboard.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Native.Dashboard;

/// <summary>The dashboard: takes telemetry in, and shows it with the resources on pages. It listens on the loopback address only.</summary>
public sealed class DashboardApp : IAsyncDisposable
{
    // A sender's batch is a few hundred spans; what is larger is no batch.
    private const int LargestMessage = 8 * 1024 * 1024;
    private readonly WebApplication _app;

    /// <summary>Makes a dashboard; it listens once it is started.</summary>
    /// <param name="options">Where it listens, and whom it lets in.</param>
    /// <param name="engine">What the engine does for the pages.</param>
    public DashboardApp(DashboardOptions options, EngineAccess engine)
    {
        // Nothing of the AppHost's configuration or environment is meant for this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(DashboardApp).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        AddServices(builder.Services, options, engine);
        _app = builder.Build();
        Configure(_app, options);
    }

    /// <summary>The telemetry that is held.</summary>
    public TelemetryStore Telemetry => _app.Services.GetRequiredService<TelemetryStore>();

    /// <summary>The resources that are shown.</summary>
    public ResourceBoard Resources => _app.Services.GetRequiredService<ResourceBoard>();

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when it listens.</returns>
    /// <exception cref="IOException">A port is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Stops to listen.</summary>
    /// <param name="cancellationToken">Ends the wait for requests under way.</param>
    /// <returns>A task that ends when it no longer listens.</returns>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Without TLS a port speaks either HTTP/1.1, which browsers need, or HTTP/2, which gRPC needs.
    private static void Listen(KestrelServerOptions kestrel, DashboardOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestMessage;
        kestrel.ListenLocalhost(options.WebPort, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.ListenLocalhost(options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private static void AddServices(IServiceCollection services, DashboardOptions options, EngineAccess engine)
    {
        services.AddSingleton(options).AddSingleton(engine).AddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeFeed>().AddSingleton<TelemetryStore>().AddSingleton<ResourceBoard>().AddSingleton<Palette>();
        services.AddRoutingCore();
        services.AddRequestDecompression();
        services.AddRazorComponents();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = LargestMessage);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.LoginPath = "/login";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.ExpireTimeSpan = TimeSpan.FromDays(3);

                // Cookies know no ports: two dashboards on one machine need two names.
                cookie.Cookie.Name = $"dashboard-{options.WebPort}";
                cookie.Cookie.HttpOnly = true;

                // Not strict, or whoever comes by the link on the app's own page, which has another host, would seem logged out.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
            })
            .AddScheme<AuthenticationSchemeOptions, OtlpKeyHandler>(OtlpKeyHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(OtlpKeyHandler.SchemeName, policy => policy.AddAuthenticationSchemes(OtlpKeyHandler.SchemeName).RequireAuthenticatedUser());
    }

    private static void Configure(WebApplication app, DashboardOptions options)
    {
        app.UseHostFiltering();
        app.UseSecurityHeaders();
        app.UseSameOrigin();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();

        // Only for who has the key, and within the limit of a message as sent.
        app.UseRequestDecompression();

        app.MapGrpcService<OtlpTraceService>().RequireAuthorization(OtlpKeyHandler.SchemeName);
        app.MapGrpcService<OtlpLogService>().RequireAuthorization(OtlpKeyHandler.SchemeName);
        app.MapGrpcService<OtlpMetricService>().RequireAuthorization(OtlpKeyHandler.SchemeName);
        app.MapOtlpHttp().RequireAuthorization(OtlpKeyHandler.SchemeName).DisableAntiforgery();

        app.MapGet("/assets/{hash}/{**name}", PageFiles.Get).AllowAnonymous();
        app.MapLogin();
        app.MapResources();
        app.MapConsole();
        app.MapLogs();
        app.MapTraces();
        app.MapMetrics();
        app.MapLive();
        app.MapFallback(() => Missing.Page("There is no such page."));
    }
}
