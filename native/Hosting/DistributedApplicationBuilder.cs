using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly AppHostHandover? _handover;
    private readonly DistributedApplicationOptions _options;

    internal DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = options;
        _handover = AppHostHandover.Current;
        AppHostAssembly = _handover?.AppHostAssembly ?? Assembly.GetEntryAssembly()
            ?? throw new DistributedApplicationException("An AppHost has to be a program of its own.");
        AppHostDirectory = FindProjectDirectory(AppHostAssembly);
        var settings = new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = AppHostDirectory,
            ApplicationName = AppHostAssembly.GetName().Name,
            EnvironmentName = _handover is null ? null : EnvironmentOfTest(),
        };
        _handover?.Configure(options, settings);
        _host = Host.CreateApplicationBuilder(settings);

        // Secrets that were generated are read back whatever the environment, or data that outlives a run would be lost.
        _host.Configuration.Sources.Insert(0, SecretStore.ConfigurationSource(AppHostAssembly));
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
        _host.Services.AddHttpClient();
        _host.Services.AddHealthChecks();
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IList<IResource> Resources { get; } = [];

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"There are two resources named '{resource.Name}'; give one of them another name.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _handover?.WaitForPermissionToBuild(this);
        var options = new EngineOptions(AppHostDirectory, Environment.ApplicationName, FixedPorts: _handover is null, ShowLogs: _handover is null);
        Services.AddSingleton(options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddSingleton<Orchestrator>();
        Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<Orchestrator>()));
        if (options.ShowLogs)
        {
            Services.AddHostedService<ConsoleLog>();
        }

        if (DashboardHost.IsWanted(_options, Configuration))
        {
            // Before the resources, which send to it, and so stopped after them.
            Services.AddSingleton<DashboardHost>();
            Services.AddHostedService(services => services.GetRequiredService<DashboardHost>());
        }

        Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
        var app = new DistributedApplication(_host.Build(), _handover);
        _handover?.AppBuilt(app);
        return app;
    }

    // A test is given what the AppHost's launch profile gives a developer.
    private static string EnvironmentOfTest() =>
        System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Development;

    private static string FindProjectDirectory(Assembly appHost) =>
        appHost.GetTypes().FirstOrDefault(type => type.FullName == "Projects." + appHost.GetName().Name!.Replace('.', '_'))
            ?.GetProperty("ProjectPath", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string
        ?? AppContext.BaseDirectory;
}
