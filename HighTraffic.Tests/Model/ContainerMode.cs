using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using HighTraffic.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Model;

/// <summary>The app model with a container runtime. It is built but not started.</summary>
public sealed class ContainerMode : IAsyncLifetime
{
    private readonly ContainerRuntimeProgram _runtime = ContainerRuntimeProgram.Current();
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The model has not been built.");

    public IReadOnlyList<IResource> Resources => [.. App.Services.GetRequiredService<DistributedApplicationModel>().Resources];

    /// <summary>The number of start commands for the migrations.</summary>
    public int MigrationRuns { get; private set; }

    public IResource Resource(string name) => Resources.Single(resource => resource.Name == name);

    public async Task InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.HighTraffic_AppHost>(
            ["--HighTraffic:Servers=Containers", "--HighTraffic:Port=0", "--HighTraffic:KeepData=false", "--HighTraffic:Announce=false", _runtime.Argument]);
        var migrations = builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == ResourceNames.Migrations);
        builder.CreateResourceBuilder(migrations).WithCommand(KnownResourceCommands.StartCommand, "Start", _ =>
        {
            MigrationRuns++;
            return Task.FromResult(CommandResults.Success());
        });
        _app = await builder.BuildAsync();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        _runtime.Dispose();
    }
}
