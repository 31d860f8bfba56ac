using System.Collections.Frozen;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Engine;

/// <summary>Turns the app model into processes when the app starts, and ends them when it stops.</summary>
internal sealed class Orchestrator(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    EngineOptions options,
    HealthMonitor health,
    ResourceNotificationService notifications,
    ResourceLoggerService logs) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Volumes _volumes = new();
    private readonly List<ResourceInstance> _instances = [];
    private readonly List<Task> _children = [];
    private FrozenDictionary<string, ServerProgram>? _programs;
    private RunFolder? _folder;
    private Guardian? _guardian;
    private ProcessLauncher? _launcher;
    private bool _disposed;

    public IReadOnlyList<ResourceInstance> FindInstances(string resourceId) =>
        [.. _instances.Where(instance => instance.Id == resourceId || instance.Resource.Name == resourceId)];

    /// <summary>Takes what the app needs of this machine: programs, ports, folders and the values of parameters. Nothing has been started by then.</summary>
    /// <exception cref="DistributedApplicationException">Something is missing or taken; the message says what, and what to do about it.</exception>
    public void Reserve()
    {
        if (_programs is not null)
        {
            return;
        }

        var programs = model.Resources.OfType<ContainerResource>().ToFrozenDictionary(resource => resource.Name, ServerProgram.For);
        foreach (var program in programs.Values)
        {
            program.EnsureInstalled();
        }

        foreach (var resource in model.Resources.OfType<IResourceWithEndpoints>())
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Ports.Loopback, Ports.Allocate(resource, endpoint, options.FixedPorts));
            }
        }

        foreach (var resource in model.Resources)
        {
            if (resource.TryGetLastAnnotation<VolumeAnnotation>(out var volume))
            {
                _volumes.Take(volume, resource.Name);
            }
        }

        // A parameter without a value, or a secret that cannot be kept, would hold up all that waits for its resource.
        foreach (var value in model.Resources.OfType<IValueProvider>())
        {
            value.GetValueAsync().AsTask().GetAwaiter().GetResult();
        }

        _folder = new RunFolder();
        _programs = programs;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Reserve();
        _guardian = new Guardian(_folder!);
        _launcher = new ProcessLauncher(_guardian);
        foreach (var server in model.Resources.OfType<ContainerResource>())
        {
            AddServer(server, _programs![server.Name]);
        }

        foreach (var project in model.Resources.OfType<ProjectResource>())
        {
            AddProject(project);
        }

        foreach (var instance in _instances)
        {
            instance.Start();
        }

        _children.AddRange(model.Resources.OfType<IResourceWithParent<IResource>>().Select(child => WatchChildAsync(child, _stopping.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var stops = new Dictionary<string, Task>();
        await Task.WhenAll(_instances.Select(instance => StopWithDependentsAsync(instance.Resource, stops)));
        await Task.WhenAll(_children).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _instances.ForEach(instance => instance.Dispose());
        _launcher?.Dispose();
        _guardian?.Dispose();
        if (_guardian is null)
        {
            _folder?.Delete();
        }

        _volumes.Dispose();
        _stopping.Dispose();
    }

    private void AddServer(ContainerResource server, ServerProgram program)
    {
        var folder = _folder!.Of(server.Name);
        var data = server.TryGetLastAnnotation<VolumeAnnotation>(out var volume) ? Volumes.PathOf(volume) : null;
        int PortOf(string endpoint) => new EndpointReference(server, endpoint).Port;
        AddInstance(server, server.Name, PortOf, async cancellationToken =>
        {
            var environment = await ValueResolution.EnvironmentAsync(server, executionContext, cancellationToken);
            foreach (var endpoint in server.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.EnvironmentVariable is not null))
            {
                environment[endpoint.EnvironmentVariable!] = PortOf(endpoint.Name).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            var arguments = await ValueResolution.ArgumentsAsync(server, cancellationToken);
            return await program.PrepareAsync(new ServerLaunch(server, folder, data, environment, arguments, PortOf, _launcher!.RunAsync), cancellationToken);
        });
    }

    private void AddProject(ProjectResource project)
    {
        var replicas = project.GetReplicaCount();
        for (var i = 1; i <= replicas; i++)
        {
            var id = replicas == 1 ? project.Name : $"{project.Name}-{i}";
            var first = i == 1;
            var ports = project.Annotations.OfType<EndpointAnnotation>().ToFrozenDictionary(
                endpoint => endpoint.Name, endpoint => first ? endpoint.AllocatedEndpoint!.Port : Ports.Free());
            AddInstance(project, id, endpoint => ports[endpoint], async cancellationToken =>
            {
                var environment = await ValueResolution.EnvironmentAsync(project, executionContext, cancellationToken);
                var arguments = await ValueResolution.ArgumentsAsync(project, cancellationToken);
                return [ProjectProgram.Prepare(project, id, ports, environment, arguments)];
            });
        }
    }

    private void AddInstance(
        IResource resource, string id, Func<string, int> portOf, Func<CancellationToken, Task<IReadOnlyList<ProcessSpec>>> prepare)
    {
        var runsToCompletion = model.Resources
            .SelectMany(other => other.Annotations.OfType<WaitAnnotation>())
            .Any(wait => wait.WaitType == WaitType.Completion && wait.Resource == resource);
        _instances.Add(new ResourceInstance(resource, id, runsToCompletion, portOf, prepare, _launcher!, health, notifications, logs));
    }

    /// <summary>A child has no process: it runs as long as its parent does.</summary>
    private async Task WatchChildAsync(IResourceWithParent<IResource> child, CancellationToken stopping)
    {
        await notifications.WaitForResourceAsync(child.Parent.Name, change => change.Snapshot.HealthStatus == HealthStatus.Healthy, stopping);
        await notifications.PublishUpdateAsync(child, snapshot => snapshot with
        {
            State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            HealthReports = [new HealthReportSnapshot("start", null, null, null)],
        });
        await health.WatchAsync(child, child.Name, _ => 0, stopping);
    }

    private Task StopWithDependentsAsync(IResource resource, Dictionary<string, Task> stops)
    {
        if (!stops.TryGetValue(resource.Name, out var stop))
        {
            var dependents = _instances.Where(instance => DependsOn(instance.Resource, resource)).Select(instance => instance.Resource).Distinct();
            var before = Task.WhenAll(dependents.Select(dependent => StopWithDependentsAsync(dependent, stops)));
            stops[resource.Name] = stop = StopAfterAsync(before, FindInstances(resource.Name));
        }

        return stop;
    }

    private static async Task StopAfterAsync(Task before, IReadOnlyList<ResourceInstance> instances)
    {
        await before;
        await Task.WhenAll(instances.Select(instance => instance.StopAsync()));
    }

    private static bool DependsOn(IResource dependent, IResource dependency) =>
        dependent.Annotations.OfType<WaitAnnotation>().Any(wait =>
            wait.Resource == dependency || (wait.Resource as IResourceWithParent<IResource>)?.Parent == dependency);
}
